import { z } from 'zod';
import { atMostCharacters } from '#shared/model/index.ts';

const words = z.array(z.string().trim().min(1).check(atMostCharacters(60))).max(20);

/** Which scenes mean what. */
export const fsmConfig = z.object({
  scenes: z
    .object({
      startingSoon: words.default(['starting']).meta({
        title: 'Starting soon',
        description: 'A scene whose name has one of these words means that the show is about to start.',
      }),
      beRightBack: words.default(['brb', 'be right back', 'break']).meta({
        title: 'Be right back',
        description: 'A scene whose name has one of these words is a break.',
      }),
      ending: words.default(['ending', 'outro']).meta({
        title: 'Ending',
        description: 'A scene whose name has one of these words means that the show is closing.',
      }),
    })
    .prefault({})
    .meta({ title: 'Words in scene names' }),
});
export type FsmConfig = z.output<typeof fsmConfig>;
