import { z } from 'zod';

/** The owner's answer to the refusal `chat.looks-secret`. */
export const sendAnywaySchema = z.boolean().optional().meta({
  description:
    'True sends the text although it contains one of the stored secrets or a token, which is refused with "chat.looks-secret" otherwise.',
});
