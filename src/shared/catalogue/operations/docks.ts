import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { atMostCharacters, dockSchema } from '../../model/index.ts';
import { operation } from './define.ts';

/** The book of docks is one small file. */
const timeoutMs = 10_000;

export const dockCreate = operation('dock.create', {
  title: 'Make an address for a dock',
  description: 'Makes an address for a dock; it is told this once',
  icon: 'dock',
  risk: 'none',
  tag: 'docks',
  input: z.object({ name: z.string().trim().min(1, 'A dock needs a name').check(atMostCharacters(60)) }),
  result: z.object({ dock: dockSchema, address: z.string() }),
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/docks' },
  summary: ({ name }) => `Make an address for “${isolate(name)}”`,
});

export const dockRevoke = operation('dock.revoke', {
  title: 'Take back the address of a dock',
  description: 'Takes an address back and ends what is connected by it',
  icon: 'dock',
  risk: 'visible',
  tag: 'docks',
  input: z.object({ id: z.string().min(1).max(60) }),
  result: z.object({ id: z.string() }),
  // The second time there is no such dock any more.
  idempotent: false,
  timeoutMs,
  route: { method: 'DELETE', path: '/docks/{id}' },
  // Not the id: whoever gives the address in its place must not find its token in the journal.
  control: ({ id }) => id,
  summary: () => 'Take back the address of a dock',
});

/** Everything that can be done with the docks. */
export const dockOperations = [dockCreate, dockRevoke] as const;
