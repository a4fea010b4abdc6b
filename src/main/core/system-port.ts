import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  ActionPlan,
  CommandAction,
  CommandOutcome,
  ComponentDetail,
  ComponentView,
  Condition,
  EventRecord,
  GraphEdge,
  Verdict,
} from '#shared/model/index.ts';
import type { Heard, Pattern, TopicDraft } from '#shared/catalogue/topics/define.ts';

/** A visible change. Listeners read the new state with {@link SystemPort.list} and its siblings. */
export type SystemChange =
  | { readonly kind: 'component'; readonly id: string }
  | { readonly kind: 'removed'; readonly id: string }
  | { readonly kind: 'edges' }
  | { readonly kind: 'verdict' };

/** Options of a command. */
export interface CommandOptions {
  /** Milliseconds to wait for its outcome; 15 s by default. */
  readonly timeoutMs?: number;
  readonly correlationId?: string;
  /** The actor, recorded in its events: `window`, `browser`, `api`, or a part of the program. */
  readonly actor?: string;
}

/** The running system as the gateway, the tray and the tests see it. */
export interface SystemPort {
  /** Returns all orchestrators and their components, orchestrators first, in registration order. */
  list(): readonly ComponentView[];
  /** Returns true for the id of an orchestrator or a component. */
  has(id: string): boolean;
  detail(id: string): ComponentDetail | undefined;
  edges(): readonly GraphEdge[];
  verdict(): Verdict;
  /** Called after each change, synchronously and often: listeners should only mark what to send. */
  onChange(listener: (change: SystemChange) => void): Disposable;
  plan(action: CommandAction, id: string): Result<ActionPlan, Fault>;
  /**
   * Changes the desired state. Resolves when the observed state matches or the time limit (default 15 s) is
   * reached.
   */
  command(
    action: CommandAction,
    id: string,
    options?: CommandOptions,
  ): Promise<Result<CommandOutcome, Fault>>;
  /** Checks a component's health now; retries at once when it waits for a retry. */
  probe(id: string): Promise<Result<readonly Condition[], Fault>>;
  /**
   * Reacts to a wake-up of the machine or a change of the network: ends every wait and runs every probe, in
   * jittered order.
   */
  notifyWake(reason: string): void;
  readonly events: SystemEvents;
}

/** The running system, read-only: changes are operations. */
export type WatchedSystem = Omit<SystemPort, 'command' | 'probe'>;

/** The event bus of the whole program. */
export interface SystemEvents {
  /** Listens to a topic or a prefix (`bridge.*`), or to everything with `*`. */
  on<TPattern extends Pattern>(
    pattern: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
  ): Disposable;
  /** `emit('obs:main', sceneChanged({ scene }))`. */
  emit(source: string, draft: TopicDraft): EventRecord;
  /** Returns the newest matching events in memory, oldest first. */
  recent(pattern: Pattern, limit: number): readonly EventRecord[];
}
