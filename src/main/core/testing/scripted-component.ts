import type { Fault } from '#shared/kernel/index.ts';
import type { Component, ComponentContext } from '../component.ts';

/**
 * The behaviour of the next start of a scripted component. `hang` ignores the signal, `wait` ends with it.
 */
export type StartScript = 'succeed' | 'hang' | 'wait' | { readonly fail: unknown };

/** A component that follows a script and counts its lives. */
export interface ScriptedComponent extends Component {
  /** Behaviours of the next starts, in order; after the last one every start succeeds. */
  readonly starts: StartScript[];
  /** Behaviours of the next `cleanup` calls. */
  readonly stops: ('succeed' | 'hang' | { readonly fail: unknown })[];
  readonly calls: readonly string[];
  /** The context of the last life. */
  readonly context: ComponentContext | null;
  /** Number of current lives; must never exceed one. */
  readonly alive: number;
  /** Releases everything that hangs. */
  release(): void;
  /** Ends the current life, like a lost connection. */
  breakDown(fault: Fault): void;
}

/**
 * Creates a component that starts and stops as its script says.
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
