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

/** A change of what can be seen; listeners read the new state with {@link SystemPort.list} and friends. */
export type SystemChange =
  | { readonly kind: 'component'; readonly id: string }
  | { readonly kind: 'removed'; readonly id: string }
  | { readonly kind: 'edges' }
  | { readonly kind: 'verdict' };

/** How a command is given. */
export interface CommandOptions {
  /** How long its end is waited for, milliseconds; 15 s unless said otherwise. */
  readonly timeoutMs?: number;
  readonly correlationId?: string;
  /** Who gives it, as its events tell: `window`, `browser`, `api`, or the part of the program that does. */
  readonly actor?: string;
}

/** The running system as the gateway, the tray and the tests see it. */
export interface SystemPort {
  /** All orchestrators and their components, orchestrators first, in registration order. */
  list(): readonly ComponentView[];
  /** True for the id of an orchestrator or of one of their components. */
  has(id: string): boolean;
  detail(id: string): ComponentDetail | undefined;
  edges(): readonly GraphEdge[];
  verdict(): Verdict;
  /** Called after each change, synchronously and often: listeners only mark what to send. */
  onChange(listener: (change: SystemChange) => void): Disposable;
  plan(action: CommandAction, id: string): Result<ActionPlan, Fault>;
  /** Changes the wanted state and resolves when the observed state agrees or the time (default 15 s) is up. */
  command(
    action: CommandAction,
    id: string,
    options?: CommandOptions,
  ): Promise<Result<CommandOutcome, Fault>>;
  /** Checks a component's health now; one that waits for a retry tries at once. */
  probe(id: string): Promise<Result<readonly Condition[], Fault>>;
  /** The machine woke up or the network changed: every wait ends and every probe runs, in jittered order. */
  notifyWake(reason: string): void;
  readonly events: SystemEvents;
}

/** The running system for those who watch it: what changes it is an operation. */
export type WatchedSystem = Omit<SystemPort, 'command' | 'probe'>;

/** The bus of the whole program. */
export interface SystemEvents {
  /** Listens to a topic or a prefix (`bridge.*`), or to everything with `*`. */
  on<TPattern extends Pattern>(
    pattern: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
  ): Disposable;
  /** `emit('obs:main', sceneChanged({ scene }))`. */
  emit(source: string, draft: TopicDraft): EventRecord;
  /** The newest events still in memory that match, oldest first. */
  recent(pattern: Pattern, limit: number): readonly EventRecord[];
}
