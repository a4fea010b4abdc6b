import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type ObsView, platformLimits } from '#shared/model/index.ts';
import { cutText, isolate } from '#shared/kernel/index.ts';
import { captionObstacle } from '../../../text/obs-words.ts';
import { ForeignText } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';
import { obsSendCaption } from '#shared/catalogue/operations/obs.ts';
import { useOperation } from '../../../stores/use-operation.ts';

/** How the last caption went. */
interface Sending {
  readonly phase: 'idle' | 'asked' | 'done' | 'refused';
  readonly word: string | null;
}

/** One line that viewers read under the picture. It can be written beforehand, and is sent only while on air. */
export const ObsCaption = ({ obs: { id, streaming } }: { obs: ObsView }) => {
  const sendCaption = useOperation(obsSendCaption);
  const [text, setText] = useState('');
  const [{ phase, word }, setSending] = useState<Sending>({ phase: 'idle', word: null });
  const caption = text.trim();
  const obstacle = captionObstacle(streaming);
  const ready = obstacle === null && caption !== '' && phase !== 'asked';

  const send = async (): Promise<void> => {
    setSending({ phase: 'asked', word: null });
    const end = await sendCaption({ id, text: caption });
    if (end?.phase === 'refused') {
      setSending({ phase: 'refused', word: end.message });
      return;
    }
    setSending({ phase: 'done', word: `OBS took “${isolate(caption)}”.` });
    // What was typed meanwhile is the next caption.
    setText((now) => (now.trim() === caption ? '' : now));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void send();
      }}
    >
      <div className={classes.captionLine}>
        <TextInput
          className={classes.captionField}
          aria-label="Caption"
          description={
            obstacle ?? 'Viewers who switched captions on read it; OBS does not tell whether it is shown.'
          }
          inputWrapperOrder={['input', 'description']}
          placeholder="What is being said"
          value={text}
          onChange={(event) => setText(cutText(event.currentTarget.value, platformLimits.obs.caption))}
        />
        <Button type="submit" disabled={!ready} loading={phase === 'asked'}>
          Send caption
        </Button>
      </div>
      <output className={classes.word} data-phase={phase}>
        {word !== null && <ForeignText>{word}</ForeignText>}
      </output>
    </form>
  );
};
