import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type ObsView, platformLimits } from '#shared/model/index.ts';
import { cutText, isolate } from '#shared/kernel/index.ts';
import { captionObstacle } from '../../../text/obs-words.ts';
import { ForeignText } from '../../../ui/index.ts';
import classes from './obs-panel.module.css';
import { obsSendCaption } from '#shared/catalogue/operations/obs.ts';
import { useOperation } from '../../../stores/use-operation.ts';

const texts = {
  name: 'Caption',
  hint: 'Shown to viewers with captions on. OBS doesn’t confirm delivery.',
  placeholder: 'Caption text',
  send: 'Send caption',
  sent: (caption: string) => `Sent “${caption}”.`,
} as const;

/** The progress of the last caption. */
interface Sending {
  readonly phase: 'idle' | 'asked' | 'done' | 'refused';
  readonly word: string | null;
}

/** A caption field. A caption can be written at any time and sent only while streaming. */
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
    setSending({ phase: 'done', word: texts.sent(isolate(caption)) });
    // Text typed in the meantime is the next caption.
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
          aria-label={texts.name}
          description={obstacle ?? texts.hint}
          inputWrapperOrder={['input', 'description']}
          placeholder={texts.placeholder}
          value={text}
          onChange={(event) => setText(cutText(event.currentTarget.value, platformLimits.obs.caption))}
        />
        <Button type="submit" disabled={!ready} loading={phase === 'asked'}>
          {texts.send}
        </Button>
      </div>
      <output className={classes.word} data-phase={phase}>
        {word !== null && <ForeignText>{word}</ForeignText>}
      </output>
    </form>
  );
};
