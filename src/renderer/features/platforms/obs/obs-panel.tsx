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

/** The controls of one OBS. What they show is what OBS was seen to do, never what was asked for. */
export const ObsPanel = ({ component: { id, title } }: { component: ComponentView }) => {
  const obs = useObs((state) => state.instances.get(id)) ?? unknownObs(id);
  if (obs.studioVersion === null) {
    return (
      <Section title="Controls">
        <p className={classes.note}>
          <ForeignText>{title}</ForeignText> is not connected, so what it does is not known and nothing can be
          asked of it.
        </p>
      </Section>
    );
  }
  return (
    <>
      <Section title="Scene on program">
        <ObsScenes obs={obs} />
      </Section>
      <Section title="Outputs">
        <ObsOutputs obs={obs} />
      </Section>
      <Section title="Captions">
        <ObsCaption obs={obs} />
      </Section>
      <Section
        title="Sources"
        aside={obs.currentScene === null ? undefined : <ForeignText>{obs.currentScene}</ForeignText>}
      >
        <ObsSources obs={obs} />
      </Section>
      <Section title="Sound">
        <ObsSound obs={obs} />
      </Section>
      <Section title="Picture">
        <ObsScreenshot id={id} />
      </Section>
    </>
  );
};
