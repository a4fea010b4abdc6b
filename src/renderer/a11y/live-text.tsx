import { fenceSentence } from '#shared/kernel/index.ts';
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Announces a changing text to screen readers, at most once in `everyMs`: the newest text wins. */
export const LiveText = ({ text, everyMs = 3_000 }: { text: string; everyMs?: number }) => {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (text === spoken) return undefined;
    const timer = window.setTimeout(() => setSpoken(text), spoken === '' ? 0 : everyMs);
    return () => window.clearTimeout(timer);
  }, [text, spoken, everyMs]);
  return <VisuallyHidden component="output">{fenceSentence(spoken)}</VisuallyHidden>;
};
