import { z } from 'zod';
import { atMostCharacters } from '#shared/model/index.ts';

const words = z.array(z.string().trim().min(1).check(atMostCharacters(60))).max(20);

/** Words in scene names that give a scene its purpose. */
export const fsmConfig = z.object({
  scenes: z
    .object({
      startingSoon: words.default(['starting']).meta({
        title: 'Starting soon',
        description: 'Scenes with one of these words in their name mean that the show is about to start.',
      }),
      beRightBack: words.default(['brb', 'be right back', 'break']).meta({
        title: 'Be right back',
        description: 'Scenes with one of these words in their name are breaks.',
      }),
      ending: words.default(['ending', 'outro']).meta({
        title: 'Ending',
        description: 'Scenes with one of these words in their name mean that the show is ending.',
      }),
    })
    .prefault({})
    .meta({ title: 'Words in scene names' }),
});
export type FsmConfig = z.output<typeof fsmConfig>;
