// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { unknownObs } from '../../../model/obs-model.ts';
import { renderWithStores } from '../../../testing/render-with-stores.tsx';
import { useComponent } from '../../../stores/stores-context.tsx';
import { ObsPanel } from './obs-panel.tsx';
import { OperationDialog } from '../../../app/operation-dialog.tsx';

const Panel = () => {
  const component = useComponent('obs:main');
  return component ? <ObsPanel component={component} /> : null;
};

const open = async () => {
  const user = userEvent.setup();
  const rendered = renderWithStores(
    <>
      <Panel />
      <OperationDialog />
    </>,
  );
  await screen.findByRole('button', { name: 'Live' });
  return { ...rendered, user, obs: rendered.host.obs };
};
const section = (name: string) => within(screen.getByRole('region', { name }));

afterEach(cleanup);

describe('the controls of an OBS', () => {
  it('show the current scene, and another one only once OBS shows it', async () => {
    const { user, obs } = await open();
    const button = (name: string) => screen.getByRole('button', { name });
    expect(button('Live').getAttribute('aria-pressed')).toBe('true');
    const release = obs.hold();
    await user.click(button('Be right back'));
    expect(await screen.findByText('Pending…')).toBeTruthy();
    expect(button('Live').getAttribute('aria-pressed')).toBe('true');
    release();
    await waitFor(() => expect(button('Be right back').getAttribute('aria-pressed')).toBe('true'));
    expect(obs.asked).toEqual(['scene Be right back']);
  });

  it('ask before a live stream is stopped, and keep it at Esc', async () => {
    const { user, obs } = await open();
    await user.click(screen.getByRole('button', { name: 'Stop stream' }));
    const dialog = await screen.findByRole('dialog', { name: 'Stop the stream of OBS main' });
    await user.click(within(dialog).getByRole('button', { name: /Cancel/ }));
    expect(obs.asked).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Stop stream' }));
    await user.click(await screen.findByRole('button', { name: 'Stop the stream' }));
    await waitFor(() => expect(obs.asked).toEqual(['streaming off']));
    expect(await screen.findByRole('button', { name: 'Start stream' })).toBeTruthy();
  });

  it('start a recording without asking, and say where a replay was saved', async () => {
    const { user, obs } = await open();
    await user.click(screen.getByRole('button', { name: 'Start recording' }));
    expect(await screen.findByText('Recording', { selector: '[data-on]' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save replay' }));
    expect(await section('Outputs').findByText('/replays/1.mkv')).toBeTruthy();
    expect(obs.asked).toEqual(['recording on', 'save replay']);
  });

  it('offer no switch for an unavailable output, and say how to enable it', async () => {
    await open();
    expect(screen.queryByRole('button', { name: /virtual camera/ })).toBeNull();
    expect(section('Outputs').getByText(/Install the virtual camera/)).toBeTruthy();
  });

  it('disable the button of an output during a change', async () => {
    const { obs } = await open();
    obs.show({ recording: 'stopping' });
    const row = await section('Outputs').findByText('Stopping…');
    expect(row).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Start recording' }).disabled).toBe(true);
  });

  it('hide a source by keyboard', async () => {
    const { user, obs } = await open();
    const camera = section('Sources').getByRole('button', { name: 'Camera Shown' });
    camera.focus();
    await user.keyboard('{Enter}');
    expect(await section('Sources').findByRole('button', { name: 'Camera Hidden' })).toBeTruthy();
    expect(obs.asked).toEqual(['source 2 hidden']);
  });

  it('mute an input, and say in words when OBS refuses', async () => {
    const { user, obs } = await open();
    const sound = section('Sound');
    await user.click(sound.getByRole('button', { name: 'Microphone Audible' }));
    await user.click(await sound.findByRole('button', { name: 'Microphone Muted' }));
    await sound.findByRole('button', { name: 'Microphone Audible' });
    obs.refuse('OBS is changing its scene collection: try again in a moment');
    await user.click(sound.getByRole('button', { name: 'Microphone Audible' }));
    const refusal = await sound.findByText('OBS is changing its scene collection: try again in a moment');
    expect(refusal.closest('output')).not.toBeNull();
    expect(sound.getByRole('button', { name: 'Microphone Audible' })).toBeTruthy();
  });

  it('set a volume with the arrow keys', async () => {
    const { user, obs } = await open();
    const fader = section('Sound').getByRole('slider', { name: 'Volume of Microphone' });
    fader.focus();
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(obs.asked).toEqual(['input Microphone {"volumeDb":-3}']));
    expect(await section('Sound').findByText('-3.0 dB')).toBeTruthy();
  });

  it('take a screenshot on request, with its age', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Take a screenshot' }));
    const picture = await screen.findByRole('img', { name: 'Screenshot of OBS, scene Live' });
    expect(picture.getAttribute('src')).toMatch(/^data:image\/png;base64,/);
    expect(picture.closest('figure')?.textContent).toMatch(/^Live, /);
    expect(screen.getByRole('button', { name: 'Take another screenshot' })).toBeTruthy();
  });

  it('send a caption by keyboard, and clear the field only once OBS accepted it', async () => {
    const { user, obs } = await open();
    const field = section('Captions').getByRole<HTMLInputElement>('textbox', { name: 'Caption' });
    field.focus();
    const release = obs.hold();
    await user.keyboard('good evening{Enter}{Enter}');
    expect(field.value).toBe('good evening');
    release();
    await waitFor(() => expect(field.value).toBe(''));
    expect(section('Captions').getByText('Sent “good evening”.').closest('output')).not.toBeNull();
    expect(document.activeElement).toBe(field);
    expect(obs.asked).toEqual(['caption good evening']);
  });

  it('keep a caption that OBS refuses, and say why', async () => {
    const { user, obs } = await open();
    const field = section('Captions').getByRole<HTMLInputElement>('textbox', { name: 'Caption' });
    obs.refuse('OBS main does not stream');
    await user.type(field, 'good evening');
    await user.click(section('Captions').getByRole('button', { name: 'Send caption' }));
    expect(await section('Captions').findByText('OBS main does not stream')).toBeTruthy();
    expect(field.value).toBe('good evening');
  });

  it('send no caption while nothing streams, and say so beside the field', async () => {
    const { user, obs } = await open();
    obs.show({ streaming: 'off' });
    const obstacle = await section('Captions').findByText(/send captions while you’re streaming/);
    const field = section('Captions').getByRole('textbox', { name: 'Caption' });
    expect(field.getAttribute('aria-describedby')?.split(' ')).toContain(obstacle.id);
    await user.type(field, 'too early{Enter}');
    expect(section('Captions').getByRole<HTMLButtonElement>('button').disabled).toBe(true);
    expect(obs.asked).toEqual([]);
    obs.show({ streaming: 'on' });
    await waitFor(() => expect(screen.queryByText(/send captions while you’re streaming/)).toBeNull());
    await user.type(field, '{Enter}');
    await waitFor(() => expect(obs.asked).toEqual(['caption too early']));
  });

  it('find one of thousands of scenes by its name', async () => {
    const { user, obs } = await open();
    obs.show({ scenes: Array.from({ length: 5_000 }, (_, index) => `Scene number ${index}`) });
    const field = await screen.findByRole('textbox', { name: 'Find a scene' });
    expect(section('Current scene').getAllByRole('button')).toHaveLength(12);
    await user.type(field, 'number 4321');
    expect(section('Current scene').getAllByRole('button')).toHaveLength(1);
  });

  it('are unavailable while OBS is not connected', async () => {
    const { obs } = await open();
    obs.show(unknownObs('obs:main'));
    expect(await screen.findByText(/Not connected to OBS/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
