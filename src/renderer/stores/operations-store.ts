import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyOperation, OperationConfirmation } from '#shared/catalogue/operations/define.ts';
import { findOperation } from '#shared/catalogue/operations/index.ts';
import type { OperationWorld } from '#shared/catalogue/operations/world.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure, isSecretHeldBack } from '../client/failure.ts';
import { runOperation, type OperationAnswer } from '../client/run-operation.ts';
import type { NoticeAction, NoticeTone } from './notices-store.ts';

/** The state of the last request of one control. */
export interface OperationRecord<TInput extends object = object, TResult = unknown> {
  readonly input: TInput;
  readonly phase: 'asked' | 'done' | 'refused';
  /** The reason for the refusal, or the result in words; null without one. */
  readonly message: string | null;
  /** The result, once the operation is done. */
  readonly result?: TResult;
  /** True for a refusal because the text contains a secret. Its owner can send it anyway. */
  readonly heldBack?: boolean;
}

/** The rule for a notice at the end: only with a message, or always, where nothing else shows the end. */
export type OperationNotice = 'if-needed' | 'always';

/** A costly operation to confirm. */
interface Pending {
  readonly question: OperationConfirmation;
  readonly go: () => Promise<OperationRecord>;
}

export interface OperationsState {
  /** The last records, by operation and control. */
  readonly records: ReadonlyMap<string, OperationRecord>;
  readonly pending: Pending | null;
  /**
   * Runs an operation on the host. Resolves with its end; with null when it waits for {@link confirm} first.
   * `useOperation` ensures that the input fits the operation.
   */
  readonly request: (
    operation: AnyOperation,
    input: object,
    notice?: OperationNotice,
  ) => Promise<OperationRecord | null>;
  readonly confirm: () => Promise<void>;
  readonly cancel: () => void;
  /** Drops the ended records and the pending question: both may name a deleted viewer. */
  readonly forget: () => void;
}
export type OperationsStore = StoreApi<OperationsState>;

/** Returns the key of a control's record. */
export const recordKey = (operation: AnyOperation, input: object): string =>
  `${operation.id} ${operation.control(input)}`;

/** Requests to the host and their ends. Their results are in the stores of the subjects. */
export const createOperationsStore = (options: {
  readonly client: CuelightClient;
  readonly world: () => OperationWorld;
  /** Called with a sentence at each end that needs a notice. */
  readonly onEnd: (tone: NoticeTone, sentence: string, action?: NoticeAction) => void;
}): OperationsStore =>
  createStore<OperationsState>((set, get) => {
    const { client, world, onEnd } = options;

    /** Returns the undo action, when the host named one. */
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
        // A later request of the same control wins.
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
