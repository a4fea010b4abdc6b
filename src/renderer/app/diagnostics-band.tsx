import { Button } from '@mantine/core';
import { formatDateTime, formatSpan } from '../text/format.ts';
import { useDiagnostics, useStores } from '../stores/stores-context.tsx';
import { ForeignText } from '../ui/index.ts';
import classes from './bands.module.css';

/** Stays visible while a bundle is open, so that no viewer of it mistakes recorded data for the live show. */
export const DiagnosticsBand = () => {
  const { diagnostics } = useStores();
  const file = useDiagnostics((state) => state.file);
  if (!file) return null;
  const { from, to, madeAt, chat, chatCut = false, eventsCut } = file.content;
  const leftOut = [...(eventsCut ? ['events'] : []), ...(chatCut ? ['chat'] : [])].join(' and ');
  return (
    <section className={classes.file} aria-label="Diagnostic bundle">
      <span className={classes.fileWord}>A file, not live</span>
      <span>
        <ForeignText>{file.name}</ForeignText>: {formatSpan(to - from)} up to {formatDateTime(to)}
        {leftOut !== '' && `, the oldest ${leftOut} left out`}
        {chat.length === 0 && ', without chat'}. Parts are shown as they were at {formatDateTime(madeAt)}.
      </span>
      <Button onClick={() => diagnostics.getState().close()}>Back to the live show</Button>
    </section>
  );
};
