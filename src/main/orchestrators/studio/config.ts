import { z } from 'zod';

/** OBS's default address. */
export const assumedObsAddress = 'ws://127.0.0.1:4455';

const instanceName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Lower-case letters, digits and single hyphens')
  .max(40);

const obsInstance = z.object({
  name: instanceName.meta({ title: 'Name', description: 'A name to tell your OBS instances apart.' }),
  address: z
    .url({ protocol: /^wss?$/, error: 'An address starts with ws:// or wss://' })
    .meta({ title: 'Address', description: 'Shown in OBS under Tools › WebSocket Server Settings.' }),
  enabled: z.boolean().default(true).meta({ title: 'Connect to this OBS' }),
});

/** The settings of all OBS instances. */
export const studioConfig = z.object({
  instances: z
    .array(obsInstance)
    .max(8)
    .default([{ name: 'main', address: assumedObsAddress, enabled: true }])
    .refine(
      (list) => new Set(list.map((each) => each.name)).size === list.length,
      'Two OBS have the same name',
    )
    .meta({ title: 'OBS instances' }),
});
export type StudioConfig = z.output<typeof studioConfig>;
