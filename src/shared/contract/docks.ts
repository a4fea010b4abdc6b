import { z } from 'zod';
import { dockSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** The docks that were given an address. Only the owner may ask. */
export const docksContract = {
  list: procedure
    .route({ method: 'GET', path: '/docks', tags: ['docks'], summary: 'Every dock that may look' })
    .output(z.object({ docks: z.array(dockSchema) })),
};
