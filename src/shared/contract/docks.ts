import { z } from 'zod';
import { dockSchema } from '../model/index.ts';
import { procedure } from './procedure.ts';

/** The docks that have a link. Only the owner may list them. */
export const docksContract = {
  list: procedure
    .route({ method: 'GET', path: '/docks', tags: ['docks'], summary: 'All docks that have a link' })
    .output(z.object({ docks: z.array(dockSchema) })),
};
