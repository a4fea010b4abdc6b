import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { atMostCharacters, dockSchema } from '../../model/index.ts';
import { operation } from './define.ts';

/** The dock registry is one small file. */
const timeoutMs = 10_000;

export const dockCreate = operation('dock.create', {
  title: 'Create a dock link',
  description: 'Creates a link for a dock; the link is returned only once',
  icon: 'dock',
  risk: 'none',
  tag: 'docks',
  input: z.object({ name: z.string().trim().min(1, 'A dock needs a name').check(atMostCharacters(60)) }),
  result: z.object({ dock: dockSchema, address: z.string() }),
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/docks' },
  summary: ({ name }) => `Create a link for “${isolate(name)}”`,
});

export const dockRevoke = operation('dock.revoke', {
  title: 'Revoke a dock link',
  description: 'Revokes a dock link and closes its connections',
  icon: 'dock',
  risk: 'visible',
  tag: 'docks',
  input: z.object({ id: z.string().min(1).max(60) }),
  result: z.object({ id: z.string() }),
  // A second call fails: the dock no longer exists.
  idempotent: false,
  timeoutMs,
  route: { method: 'DELETE', path: '/docks/{id}' },
  // Not the id: a caller who passes the dock's address by mistake must not find its token in the journal.
  control: ({ id }) => id,
  summary: () => 'Revoke a dock link',
});

/** All operations on docks. */
export const dockOperations = [dockCreate, dockRevoke] as const;
