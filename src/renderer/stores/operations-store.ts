import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyOperation, OperationConfirmation } from '#shared/catalogue/operations/define.ts';
import { findOperation } from '#shared/catalogue/operations/index.ts';
import type { OperationWorld } from '#shared/catalogue/operations/world.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure, isSecretHeldBack } from '../client/failure.ts';
import { runOperation, type OperationAnswer } from '../client/run-operation.ts';
import type { NoticeAction, NoticeTone } from './notices-store.ts';

/** How the last request of one control went. */
export interface OperationRecord<TInput extends object = object, TResult = unknown> {
  readonly input: TInput;
  readonly phase: 'asked' | 'done' | 'refused';
  /** Why it was refused, or what came of it; null where there is nothing to add. */
  readonly message: string | null;
  /** The answer, once it is done. */
  readonly result?: TResult;
  /** True when it was refused because a text contains a secret: its owner can send it anyway. */
  readonly heldBack?: boolean;
}

/** When a notice tells of an end: whenever there is something to tell, or always, where nothing else shows it. */
export type OperationNotice = 'if-needed' | 'always';

/** A costly operation that waits for a yes. */
interface Pending {
  readonly question: OperationConfirmation;
  readonly go: () => Promise<OperationRecord>;
}

export interface OperationsState {
  /** By operation and control. */
  readonly records: ReadonlyMap<string, OperationRecord>;
  readonly pending: Pending | null;
  /**
   * Asks the host to do something. Resolves with how it ended; with null when it waits for {@link confirm} first. The input is
   * of the operation: `useOperation` holds it to that.
   */
  readonly request: (
    operation: AnyOperation,
    input: object,
    notice?: OperationNotice,
  ) => Promise<OperationRecord | null>;
  readonly confirm: () => Promise<void>;
  readonly cancel: () => void;
  /** Lets go of what ended, and of the question that waits: both may name a viewer who was deleted. */
  readonly forget: () => void;
}
export type OperationsStore = StoreApi<OperationsState>;

/** The key of the record of a control. */
export const recordKey = (operation: AnyOperation, input: object): string =>
  `${operation.id} ${operation.control(input)}`;

/** What was asked of the host, and how it went. What came of it is in the stores of the subjects alone. */
export const createOperationsStore = (options: {
  readonly client: CuelightClient;
  readonly world: () => OperationWorld;
  /** Told of each end that there is something to tell of, in a sentence. */
  readonly onEnd: (tone: NoticeTone, sentence: string, action?: NoticeAction) => void;
}): OperationsStore =>
  createStore<OperationsState>((set, get) => {
    const { client, world, onEnd } = options;

    /** Offers the way back, where the host named one. */
    const undoOf = ({ undo }: OperationAnswer<unknown>): NoticeAction | undefined => {
      const operation = undo ? findOperation(undo.operation) : undefined;
      if (!undo || !operation) return undefined;
      const act = (): void => void get().request(operation, undo.input, 'always');
      return { label: 'Undo', act };
    };

    const run = async (
      operation: AnyOperation,
      input: object,
      notice: OperationNotice,
    ): Promise<OperationRecord> => {
      const key = recordKey(operation, input);
      const words = operation.summary(input, world());
      const asked: OperationRecord = { input, phase: 'asked', message: null };
      const note = (record: OperationRecord): void =>
        set((state) => ({ records: new Map(state.records).set(key, record) }));
      note(asked);
      const end = (ended: Omit<OperationRecord, 'input'>): OperationRecord => {
        const record = { input, ...ended };
        // A later request of the same control has the word.
        if (get().records.get(key) === asked) note(record);
        return record;
      };
      try {
        const answer = await runOperation(client, operation, input);
        const { message } = answer;
        if (message !== null || notice === 'always')
          onEnd('good', `${words}: ${message ?? 'done'}`, undoOf(answer));
        return end({ phase: 'done', message, result: answer.result });
      } catch (thrown) {
        const { message } = describeFailure(thrown);
        onEnd('bad', `${words} failed: ${message}`);
        return end({ phase: 'refused', message, heldBack: isSecretHeldBack(thrown) });
      }
    };

    return {
      records: new Map(),
      pending: null,
      request: async (operation, input, notice = 'if-needed') => {
        const go = () => run(operation, input, notice);
        const question = operation.confirmation(input, world());
        if (question === null) return go();
        set({ pending: { question, go } });
        return null;
      },
      confirm: async () => {
        const { pending } = get();
        if (pending === null) return;
        set({ pending: null });
        await pending.go();
      },
      cancel: () => set({ pending: null }),
      forget: () =>
        set(({ records }) => ({
          records: new Map([...records].filter(([, { phase }]) => phase === 'asked')),
          pending: null,
        })),
    };
  });
