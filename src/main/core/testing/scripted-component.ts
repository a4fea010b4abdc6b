import type { Fault } from '#shared/kernel/index.ts';
import type { Component, ComponentContext } from '../component.ts';

/** What the next start of a scripted component does. `hang` ignores the signal, `wait` ends with it. */
export type StartScript = 'succeed' | 'hang' | 'wait' | { readonly fail: unknown };

/** A component that does what the test says, and counts what was done to it. */
export interface ScriptedComponent extends Component {
  /** What starts to come do, in order; after the last one every start succeeds. */
  readonly starts: StartScript[];
  /** What `cleanup` to come does. */
  readonly stops: ('succeed' | 'hang' | { readonly fail: unknown })[];
  readonly calls: readonly string[];
  /** The context of the last life. */
  readonly context: ComponentContext | null;
  /** Lives that are up now: must never be more than one. */
  readonly alive: number;
  /** Lets go of everything that hangs. */
  release(): void;
  /** Ends the present life, as a lost connection does. */
  breakDown(fault: Fault): void;
}

/**
 * A component that starts and stops as its script says.
 *
 * @example
 * ```ts
 * class Show extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices, obs: Component) {
 *     super(services, { id: 'show', title: 'Show', description: 'Needs OBS', schema: z.object({}) });
 *     this.registerComponent('obs', obs, { title: 'OBS', kind: 'bridge' });
 *   }
 * }
 * const { clock, createServices } = createCoreHarness();
 * const obs = createScriptedComponent('obs');
 * obs.starts.push({ fail: new Fault('obs.away', 'OBS does not answer', { kind: 'transient' }) });
 *
 * const show = new Show(createServices(), obs);
 * await show.initialize();
 * await clock.advance(500);
 * obs.calls; // => ['initialize', 'initialize', 'up']
 * await show.cleanup();
 * ```
 */
export const createScriptedComponent = (name: string, journal: string[] = []): ScriptedComponent => {
  const starts: StartScript[] = [];
  const stops: ScriptedComponent['stops'][number][] = [];
  const calls: string[] = [];
  let context: ComponentContext | null = null;
  let alive = 0;
  let hanging: (() => void)[] = [];
  const note = (what: string): void => {
    calls.push(what);
    journal.push(`${name}:${what}`);
  };
  const hang = (): Promise<void> => new Promise((resolve) => hanging.push(resolve));

  return {
    starts,
    stops,
    calls,
    get context() {
      return context;
    },
    get alive() {
      return alive;
    },
    release: () => {
      const waiting = hanging;
      hanging = [];
      for (const resolve of waiting) resolve();
    },
    breakDown: (fault) => context?.fail(fault),
    initialize: async (given) => {
      context = given;
      note('initialize');
      const script = starts.shift() ?? 'succeed';
      if (script === 'hang') await hang();
      if (script === 'wait') {
        await new Promise((_, reject) => {
          given.signal.addEventListener('abort', () => reject(given.signal.reason), { once: true });
        });
      }
      if (typeof script === 'object') throw script.fail;
      alive++;
      note('up');
    },
    cleanup: async () => {
      note('cleanup');
      alive--;
      const script = stops.shift() ?? 'succeed';
      if (script === 'hang') await hang();
      if (typeof script === 'object') throw script.fail;
    },
  };
};
