import { assign, setup } from 'xstate';
import { showStateSchema, type ShowState } from '#shared/catalogue/topics/show.ts';

/** Words in a scene's name that give its purpose. Compared without case. */
export interface SceneWords {
  readonly startingSoon: readonly string[];
  readonly beRightBack: readonly string[];
  readonly ending: readonly string[];
}

/** Observations of OBS; the machine never guesses. */
export type ShowEvent =
  | { readonly type: 'scene'; readonly name: string }
  | { readonly type: 'stream'; readonly on: boolean }
  | { readonly type: 'stream-reconnecting' };

interface ShowContext {
  readonly words: SceneWords;
  readonly scene: string | null;
}

type ScenePurpose = 'starting-soon' | 'be-right-back' | 'ending' | 'live';

/** Returns the purpose of a scene by its name. A scene without a match is the show itself. */
export const purposeOfScene = (name: string | null, words: SceneWords): ScenePurpose => {
  const lowered = name?.toLowerCase() ?? '';
  const has = (list: readonly string[]): boolean =>
    list.some((word) => word !== '' && lowered.includes(word.toLowerCase()));
  if (has(words.startingSoon)) return 'starting-soon';
  if (has(words.beRightBack)) return 'be-right-back';
  return has(words.ending) ? 'ending' : 'live';
};

/**
 * The states of the show on and off air. On air, the scene decides, whatever the previous state, so that the
 * machine always accepts a scene that is switched by hand.
 */
export const showMachine = setup({
  types: { context: {} as ShowContext, events: {} as ShowEvent, input: {} as { words: SceneWords } },
  guards: {
    streamOn: ({ event }) => event.type === 'stream' && event.on,
    streamOff: ({ event }) => event.type === 'stream' && !event.on,
    startingSoon: ({ context }) => purposeOfScene(context.scene, context.words) === 'starting-soon',
    beRightBack: ({ context }) => purposeOfScene(context.scene, context.words) === 'be-right-back',
    ending: ({ context }) => purposeOfScene(context.scene, context.words) === 'ending',
  },
  actions: {
    keepScene: assign({
      scene: ({ context, event }) => (event.type === 'scene' ? event.name : context.scene),
    }),
  },
}).createMachine({
  id: 'show',
  context: ({ input }) => ({ words: input.words, scene: null }),
  initial: 'offline',
  states: {
    offline: {
      on: { scene: { actions: 'keepScene' }, stream: { guard: 'streamOn', target: 'on-air' } },
    },
    'on-air': {
      initial: 'deciding',
      on: {
        // Leaving and entering again repeats the decision, with the scene that was just stored.
        scene: { actions: 'keepScene', target: '.deciding' },
        stream: { guard: 'streamOff', target: 'offline' },
        'stream-reconnecting': 'incident',
      },
      states: {
        deciding: {
          always: [
            { guard: 'startingSoon', target: 'starting-soon' },
            { guard: 'beRightBack', target: 'be-right-back' },
            { guard: 'ending', target: 'ending' },
            { target: 'live' },
          ],
        },
        'starting-soon': {},
        'be-right-back': {},
        ending: {},
        live: {},
      },
    },
    incident: {
      on: {
        scene: { actions: 'keepScene' },
        stream: [{ guard: 'streamOn', target: 'on-air' }, { target: 'offline' }],
      },
    },
  },
});

/** Converts the machine's value to a state of the show. */
export const showStateOf = (value: unknown): ShowState => {
  if (typeof value === 'object' && value !== null && 'on-air' in value) {
    const inner = value['on-air'];
    const known = showStateSchema.options.find((state) => state === inner);
    if (known) return known;
  }
  return value === 'incident' ? 'incident' : 'offline';
};
