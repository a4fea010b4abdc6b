import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '#shared/kernel/clock.ts';
import type { ActionPlan, CommandAction, CommandOutcome } from '#shared/model/index.ts';
import { describeFailure } from '../client/failure.ts';

/** One command from click to outcome. It is done once the host reports an observed outcome. */
export interface CommandStatus {
  readonly action: CommandAction;
  readonly target: string;
  readonly startedAt: number;
  readonly phase: 'accepted' | 'settled' | 'timed-out' | 'failed';
  /** The observed outcome in a sentence; null until then. */
  readonly message: string | null;
}

export interface CommandsState {
  /** The plan to confirm. */
  readonly pending: ActionPlan | null;
  /** The last command of each component. */
  readonly byTarget: ReadonlyMap<string, CommandStatus>;
  /**
   * Requests the plan. Runs the command immediately when it affects only the target; otherwise waits for
   * {@link confirm}.
   */
  readonly request: (action: CommandAction, target: string) => Promise<void>;
  readonly confirm: () => Promise<void>;
  readonly cancel: () => void;
}
export type CommandsStore = StoreApi<CommandsState>;

/** True for a plan to confirm: other components stop with the target or lose their connection. */
const needsYes = ({ action, target, steps, alsoStops, losesConnection }: ActionPlan): boolean =>
  alsoStops.length > 0 ||
  losesConnection.length > 0 ||
  (action !== 'start' && steps.some(({ componentId }) => componentId !== target));

const phaseOf = (outcome: CommandOutcome): CommandStatus['phase'] => outcome.result;

export const createCommandsStore = (options: {
  readonly plan: (action: CommandAction, target: string) => Promise<ActionPlan>;
  /** Runs the command, and resolves when it ended. The message adds to the outcome. */
  readonly command: (
    action: CommandAction,
    target: string,
  ) => Promise<{ readonly result: CommandOutcome; readonly message: string | null }>;
  readonly clock: Clock;
  /** Called at the end of each command. */
  readonly onEnd: (record: CommandStatus) => void;
}): CommandsStore =>
  createStore<CommandsState>((set, get) => {
    const { plan: askPlan, command, clock, onEnd } = options;
    const note = (record: CommandStatus): void => {
      set((state) => ({ byTarget: new Map(state.byTarget).set(record.target, record) }));
      if (record.phase !== 'accepted') onEnd(record);
    };
    const run = async (action: CommandAction, target: string): Promise<void> => {
      const startedAt = clock.now();
      note({ action, target, startedAt, phase: 'accepted', message: null });
      try {
        const { result, message } = await command(action, target);
        note({ action, target, startedAt, phase: phaseOf(result), message: message ?? result.message });
      } catch (thrown) {
        note({ action, target, startedAt, phase: 'failed', message: describeFailure(thrown).message });
      }
    };
    return {
      pending: null,
      byTarget: new Map(),
      request: async (action, target) => {
        try {
          const plan = await askPlan(action, target);
          if (needsYes(plan)) set({ pending: plan });
          else await run(action, target);
        } catch (thrown) {
          const message = describeFailure(thrown).message;
          note({ action, target, startedAt: clock.now(), phase: 'failed', message });
        }
      },
      confirm: async () => {
        const plan = get().pending;
        if (!plan) return;
        set({ pending: null });
        await run(plan.action, plan.target);
      },
      cancel: () => set({ pending: null }),
    };
  });
