export {
  removeLeftovers,
  writeFileDurably,
  type DurableWriteOptions,
  type WriteStep,
} from './durable-file.ts';
export { describeFileError } from './file-errors.ts';
