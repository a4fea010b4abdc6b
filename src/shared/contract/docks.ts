import { z } from 'zod';
import { atMostCharacters } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** A page in somebody's layout (a dock in OBS, a second screen) that may look and change nothing. */
const dockSchema = z.object({
  id: z.string(),
  /** What the owner calls it. */
  name: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /** When it last connected, epoch milliseconds; null when it did not since the program started. */
  seenAt: z.number().nullable(),
  /** How many of it are connected now. */
  connected: z.number().int(),
});
export type Dock = z.infer<typeof dockSchema>;

/** The docks that were given an address. Only the owner may ask. */
export const docksContract = {
  list: procedure
    .route({ method: 'GET', path: '/docks', tags: ['docks'], summary: 'Every dock that may look' })
    .output(z.object({ docks: z.array(dockSchema) })),
  create: procedure
    .route({
      method: 'POST',
      path: '/docks',
      tags: ['docks'],
      summary: 'Makes an address for a dock; it is told this once',
    })
    .input(z.object({ name: z.string().trim().min(1, 'A dock needs a name').check(atMostCharacters(60)) }))
    .output(z.object({ dock: dockSchema, address: z.string() })),
  revoke: procedure
    .route({
      method: 'DELETE',
      path: '/docks/{id}',
      tags: ['docks'],
      summary: 'Takes an address back and ends what is connected by it',
    })
    .input(z.object({ id: z.string().min(1).max(60) }))
    .output(z.object({ id: z.string() })),
};
