import type { ComponentView } from '#shared/model/index.ts';
import { ForeignText, Section } from '../../../ui/index.ts';
import { unknownObs } from '../../../model/obs-model.ts';
import { useObs } from '../../../stores/stores-context.tsx';
import { ObsCaption } from './obs-caption.tsx';
import { ObsOutputs } from './obs-outputs.tsx';
import classes from './obs-panel.module.css';
import { ObsScenes } from './obs-scenes.tsx';
import { ObsScreenshot } from './obs-screenshot.tsx';
import { ObsSound } from './obs-sound.tsx';
import { ObsSources } from './obs-sources.tsx';

const texts = {
  controls: 'Controls',
  notConnected: 'Not connected to OBS. Controls are unavailable.',
  scenes: 'Current scene',
  outputs: 'Outputs',
  captions: 'Captions',
  sources: 'Sources',
  sound: 'Sound',
  screenshot: 'Screenshot',
} as const;

/** The controls of one OBS. They show the observed state, never a request. */
export const ObsPanel = ({ component: { id } }: { component: ComponentView }) => {
  const obs = useObs((state) => state.instances.get(id)) ?? unknownObs(id);
  if (obs.studioVersion === null) {
    return (
      <Section title={texts.controls}>
        <p className={classes.note}>{texts.notConnected}</p>
      </Section>
    );
  }
  return (
    <>
      <Section title={texts.scenes}>
        <ObsScenes obs={obs} />
      </Section>
      <Section title={texts.outputs}>
        <ObsOutputs obs={obs} />
      </Section>
      <Section title={texts.captions}>
        <ObsCaption obs={obs} />
      </Section>
      <Section
        title={texts.sources}
        aside={obs.currentScene === null ? undefined : <ForeignText>{obs.currentScene}</ForeignText>}
      >
        <ObsSources obs={obs} />
      </Section>
      <Section title={texts.sound}>
        <ObsSound obs={obs} />
      </Section>
      <Section title={texts.screenshot}>
        <ObsScreenshot id={id} />
      </Section>
    </>
  );
};
