import { z } from 'zod';

/** The owner's override of the refusal `chat.looks-secret`. */
export const sendAnywaySchema = z.boolean().optional().meta({
  description:
    'Pass true to send a text that contains a stored secret or a token. Such a text is otherwise refused with "chat.looks-secret".',
});
