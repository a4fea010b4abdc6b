import { z } from 'zod';

/** The address at which OBS listens unless somebody changes it in OBS. */
export const assumedObsAddress = 'ws://127.0.0.1:4455';

const instanceName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Lower-case letters, digits and single hyphens')
  .max(40);

const obsInstance = z.object({
  name: instanceName.meta({ title: 'Name', description: 'A short name of your own: it becomes obs:name.' }),
  address: z
    .url({ protocol: /^wss?$/, error: 'An address starts with ws:// or wss://' })
    .meta({ title: 'Address', description: 'Where OBS listens, under Tools, WebSocket Server Settings.' }),
  enabled: z.boolean().default(true).meta({ title: 'Connect to this OBS' }),
});

/** The settings of every OBS. */
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
