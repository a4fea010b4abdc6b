import { describe, expect, it } from 'vitest';
import { arrangeRestart, tellLauncher } from './launcher.ts';

const rig = (connected: boolean, env: Record<string, string> = {}) => {
  const sent: unknown[] = [];
  const relaunched: unknown[] = [];
  const process = {
    connected,
    env,
    execPath: '/mount/cuelight',
    send: (message: unknown) => sent.push(message) > 0,
  };
  const app = { relaunch: (options: { args: string[] }) => void relaunched.push(options) };
  return { process, app, sent, relaunched };
};

describe('the script that started the program', () => {
  it('gets the outcome of the start while it listens', () => {
    const { process, sent } = rig(true);
    expect(tellLauncher(process, { cuelight: 'opened' })).toBe(true);
    expect(sent).toEqual([{ cuelight: 'opened' }]);
    expect(tellLauncher(rig(false).process, { cuelight: 'opened' })).toBe(false);
  });

  it('restarts the program, which stays in its terminal', () => {
    const { process, app, sent, relaunched } = rig(true);
    arrangeRestart(process, app, ['.', '--live']);
    expect(sent).toEqual([{ cuelight: 'restart', args: ['.', '--live'] }]);
    expect(relaunched).toEqual([]);
  });

  it('is replaced by Electron when it is absent', () => {
    const { process, app, relaunched } = rig(false);
    arrangeRestart(process, app, ['.', '--live']);
    expect(relaunched).toEqual([{ args: ['.', '--live'] }]);
  });

  it('is replaced by Electron with the AppImage, whose mount ends with the program', () => {
    const { process, app, relaunched } = rig(false, {
      APPIMAGE: '/home/me/Cuelight.AppImage',
      APPDIR: '/mount',
    });
    arrangeRestart(process, app, ['--live']);
    expect(relaunched).toEqual([{ args: ['--live'], execPath: '/home/me/Cuelight.AppImage' }]);
  });

  it('is not replaced by the AppImage of another program, from which this one was started', () => {
    const { process, app, relaunched } = rig(false, {
      APPIMAGE: '/opt/Deck.AppImage',
      APPDIR: '/mount-of-it',
    });
    arrangeRestart(process, app, ['--live']);
    expect(relaunched).toEqual([{ args: ['--live'] }]);
  });
});
