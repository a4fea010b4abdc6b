import { Button } from '@mantine/core';
import { formatDateTime, formatSpan } from '../text/format.ts';
import { useDiagnostics, useStores } from '../stores/stores-context.tsx';
import { ForeignText } from '../ui/index.ts';
import classes from './bands.module.css';

const texts = {
  label: 'Diagnostic bundle',
  mark: 'Recorded, not live',
  span: (span: string, to: string) => `: ${span} up to ${to}`,
  leftOut: (what: string) => `, oldest ${what} left out`,
  withoutChat: ', without chat',
  asOf: (at: string) => `. Component states as of ${at}.`,
  close: 'Close bundle',
} as const;

/** Stays visible while a bundle is open, so that no viewer of it mistakes recorded data for the live show. */
export const DiagnosticsBand = () => {
  const { diagnostics } = useStores();
  const file = useDiagnostics((state) => state.file);
  if (!file) return null;
  const { from, to, madeAt, chat, chatCut = false, eventsCut } = file.content;
  const leftOut = [...(eventsCut ? ['events'] : []), ...(chatCut ? ['chat'] : [])].join(' and ');
  return (
    <section className={classes.file} aria-label={texts.label}>
      <span className={classes.fileWord}>{texts.mark}</span>
      <span>
        <ForeignText>{file.name}</ForeignText>
        {texts.span(formatSpan(to - from), formatDateTime(to))}
        {leftOut !== '' && texts.leftOut(leftOut)}
        {chat.length === 0 && texts.withoutChat}
        {texts.asOf(formatDateTime(madeAt))}
      </span>
      <Button onClick={() => diagnostics.getState().close()}>{texts.close}</Button>
    </section>
  );
};
