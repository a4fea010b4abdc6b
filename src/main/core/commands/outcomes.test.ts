import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf } from '../testing/scripted-system.ts';

const bridge = { kind: 'bridge' } as const;
const chain = { obs: bridge, scenes: needsOf('obs'), rules: needsOf('scenes') };
const lost = new Fault('obs.lost', 'OBS closed the connection', { kind: 'transient', retryAfterMs: 10_000 });
const refused = new Fault('obs.refused', 'OBS refused the password', { kind: 'authentication' });
const wrong = new Fault('store.wrong', 'The path is wrong', { kind: 'configuration' });

describe('the outcome of a command', () => {
  it.each(['start', 'restart', 'stop'] as const)('is recorded from start to end: %s', async (action) => {
    const { system, clock, part } = createScriptedSystem({ show: { obs: bridge } });
    await system.start();
    if (action === 'start') await system.command('stop', 'obs');
    (action === 'stop' ? part('obs').stops : part('obs').starts).push('hang');
    const command = system.command(action, 'obs');
    await clock.advance(2_000);
    part('obs').release();
    const outcome = await command;
    const commandId = outcome.ok ? outcome.value.commandId : '';
    expect(outcome).toMatchObject({ value: { action, target: 'obs', result: 'settled', elapsedMs: 2_000 } });
    const [accepted] = system.events.recent('command.accepted', 1);
    expect(accepted).toMatchObject({
      source: 'obs',
      level: 'info',
      message: `Command accepted: ${action} obs`,
      data: { commandId, action, target: 'obs' },
    });
    const message = action === 'stop' ? 'obs has stopped' : 'obs is running';
    const [settled] = system.events.recent('command.settled', 1);
    expect(settled).toMatchObject({
      source: 'obs',
      level: 'info',
      message: `Command to ${action} obs: ${message}`,
      data: { commandId, action, target: 'obs', elapsedMs: 2_000 },
    });
  });

  it('is a warning when the command failed', async () => {
    const { system, part } = createScriptedSystem({ show: { obs: bridge } });
    part('obs').starts.push({ fail: refused });
    await system.command('start', 'obs');
    expect(system.events.recent('command.*', 1)).toMatchObject([
      {
        topic: 'command.failed',
        level: 'warning',
        message: 'Command to start obs: OBS refused the password',
      },
    ]);
  });

  it('is immediate when the state is already as desired', async () => {
    const { system } = createScriptedSystem({ show: chain });
    await system.start();
    for (const [action, id, message] of [
      ['start', 'obs', 'obs is running'],
      ['start', 'show', 'show is running'],
    ] as const)
      await expect(system.command(action, id)).resolves.toMatchObject({
        value: { result: 'settled', elapsedMs: 0, message },
      });
    await system.command('stop', 'show');
    await expect(system.command('stop', 'show')).resolves.toMatchObject({
      value: { result: 'settled', elapsedMs: 0, message: 'show has stopped' },
    });
  });

  it('is refused for commands that cause each other endlessly', async () => {
    const { system, clock, lines } = createScriptedSystem({ show: { obs: bridge } });
    await system.start();
    system.events.on('command.settled', () => void system.command('start', 'obs'));
    void system.command('start', 'obs');
    for (let turn = 0; turn < 300; turn++) await clock.settle();
    expect(system.events.recent('command.settled', 1_000).length).toBeLessThanOrEqual(100);
    expect(lines.some(({ message }) => message.includes('was not delivered'))).toBe(true);
  });
});

describe('a stop', () => {
  it('that takes long reports a timeout and what it still waits for', async () => {
    const { system, part, clock } = createScriptedSystem({ show: chain });
    await system.start();
    part('rules').stops.push('hang');
    const component = system.command('stop', 'obs', { timeoutMs: 1_000 });
    const orchestrator = system.command('stop', 'show', { timeoutMs: 1_500 });
    await clock.advance(1_500);
    await expect(component).resolves.toMatchObject({
      value: {
        result: 'timed-out',
        message: 'Not finished after 1 s: obs is still stopping',
        elapsedMs: 1_000,
      },
    });
    await expect(orchestrator).resolves.toMatchObject({
      value: { result: 'timed-out', message: 'Not finished after 1.5 s: show is still stopping' },
    });
  });

  it('of a component that ignores it fails', async () => {
    const { system, part, clock } = createScriptedSystem({ show: { obs: bridge } });
    await system.start();
    part('obs').stops.push('hang');
    const stopping = system.command('stop', 'obs');
    await clock.advance(5_000);
    await expect(stopping).resolves.toMatchObject({
      value: { result: 'failed', message: 'obs ignores its stop signal and is still running' },
    });
  });

  it('of an orchestrator stops all its components, and is recorded once', async () => {
    const { system, states } = createScriptedSystem({ show: chain });
    await system.start();
    await expect(system.command('stop', 'show')).resolves.toMatchObject({
      value: { result: 'settled', message: 'show has stopped' },
    });
    expect(states()).toEqual({ show: 'stopped', obs: 'stopped', scenes: 'stopped', rules: 'stopped' });
    expect(system.events.recent('orchestrator.stopped', 10)).toHaveLength(1);
  });

  it('is allowed for a component that the settings switch off; other commands are refused with a link to the settings', async () => {
    const off = { ...bridge, enabled: () => false };
    const { system } = createScriptedSystem({
      show: { obs: { ...off, settingsPath: 'show.obs' }, chat: off },
    });
    await system.start();
    await expect(system.command('stop', 'obs')).resolves.toMatchObject({ value: { result: 'settled' } });
    for (const action of ['start', 'restart'] as const)
      await expect(system.command(action, 'obs')).resolves.toMatchObject({
        ok: false,
        error: {
          code: 'command.switched-off',
          kind: 'configuration',
          message: 'obs is switched off in the settings. Switch it on there',
          action: { kind: 'open-settings', label: 'Open the settings', target: 'show.obs' },
        },
      });
    await expect(system.command('start', 'chat')).resolves.toMatchObject({
      error: { action: { target: 'chat' } },
    });
  });
});

describe('a start', () => {
  it('fails when it is stopped in the meantime', async () => {
    const { system, part, clock } = createScriptedSystem({ show: { obs: bridge } });
    part('obs').starts.push('wait');
    const starting = system.command('start', 'obs');
    await clock.settle();
    await system.command('stop', 'obs');
    await expect(starting).resolves.toMatchObject({
      value: { result: 'failed', message: 'obs was switched off in the meantime' },
    });
  });

  it('does not mistake the end of the previous life for its own', async () => {
    const { system, part, clock } = createScriptedSystem({ show: { obs: bridge } });
    await system.start();
    part('obs').stops.push('hang');
    part('obs').breakDown(refused);
    await clock.settle();
    const starting = system.command('start', 'obs');
    await clock.settle();
    part('obs').release();
    await expect(starting).resolves.toMatchObject({
      value: { result: 'settled', message: 'obs is running' },
    });
  });

  it('that waits for another component names it, and fails when that component needs a person', async () => {
    const { system, part, clock } = createScriptedSystem({ show: chain });
    part('obs').starts.push('hang');
    const patient = system.command('start', 'rules', { timeoutMs: 3_000 });
    await clock.advance(3_000);
    await expect(patient).resolves.toMatchObject({
      value: { result: 'timed-out', message: 'Not finished after 3 s: rules is waiting for scenes' },
    });
    part('obs').release();
    await clock.settle();

    await system.command('stop', 'obs');
    part('obs').starts.push({ fail: refused });
    await expect(system.command('start', 'rules')).resolves.toMatchObject({
      value: { result: 'failed', message: 'rules is waiting for scenes: OBS refused the password' },
    });
  });

  it('fails with the reason for the rollback of its orchestrator’s start', async () => {
    const { system, part } = createScriptedSystem({ show: { store: {}, chat: bridge } });
    part('store').starts.push({ fail: wrong }, { fail: wrong }, { fail: wrong });
    await system.start();
    await expect(system.command('start', 'chat')).resolves.toMatchObject({
      value: { result: 'failed', message: 'The path is wrong' },
    });
    await expect(system.command('start', 'show')).resolves.toMatchObject({
      value: { result: 'failed', message: 'The path is wrong' },
    });
    await expect(system.command('start', 'show')).resolves.toMatchObject({
      value: { result: 'settled', message: 'show is running' },
    });
  });

  it('of an orchestrator names the components that are missing', async () => {
    const { system, part } = createScriptedSystem({ show: { obs: bridge, chat: bridge, store: {} } });
    part('obs').starts.push({ fail: lost });
    part('chat').starts.push({ fail: refused });
    await expect(system.command('start', 'show')).resolves.toMatchObject({
      value: {
        result: 'settled',
        message: 'show is running without obs (OBS closed the connection), chat (OBS refused the password)',
      },
    });
  });

  it('of an orchestrator that takes long reports that it is still starting', async () => {
    const { system, part, clock } = createScriptedSystem({ show: { store: {}, off: bridge } });
    await system.command('stop', 'off');
    part('store').starts.push('hang');
    const starting = system.command('start', 'show', { timeoutMs: 2_000 });
    await clock.advance(2_000);
    await expect(starting).resolves.toMatchObject({
      value: { result: 'timed-out', message: 'Not finished after 2 s: show is starting' },
    });
    const again = system.command('start', 'show');
    part('store').release();
    await expect(again).resolves.toMatchObject({ value: { result: 'settled', message: 'show is running' } });
  });

  it('of an orchestrator without components starts it', async () => {
    const { system, states } = createScriptedSystem({ show: {} });
    await expect(system.command('start', 'show')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(states()).toEqual({ show: 'running' });
  });

  it('by hand resets the backoff of stopped components, and of no others', async () => {
    const { system, part, clock, view } = createScriptedSystem({ show: { obs: bridge } });
    const defect = { fail: new TypeError('a bug') };
    part('obs').starts.push(defect, defect, defect);
    await system.start();
    await clock.advance(10_000);
    expect(view('obs')).toMatchObject({ state: 'running', supervision: { budget: { used: 3 } } });
    await system.command('start', 'obs');
    expect(view('obs').supervision.budget.used).toBe(3);
    await system.command('stop', 'obs');
    await system.command('start', 'obs');
    expect(view('obs').supervision).toMatchObject({ budget: { used: 0 }, evidence: [] });
  });
});

describe('a restart', () => {
  it('of a stopped component is a start', async () => {
    const { system, part, states } = createScriptedSystem({ show: { obs: bridge }, watch: { log: {} } });
    await expect(system.command('restart', 'obs')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(part('obs').calls).toEqual(['initialize', 'up']);
    await expect(system.command('restart', 'watch')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(states()).toEqual({ show: 'running', obs: 'running', watch: 'running', log: 'running' });
  });

  it('of an orchestrator ends the quarantine of its components', async () => {
    const { system, part, clock, states } = createScriptedSystem({ show: { obs: bridge } });
    for (let times = 0; times < 5; times++) part('obs').starts.push({ fail: new TypeError('a bug') });
    await system.start();
    await clock.advance(60_000);
    expect(states()['obs']).toBe('quarantined');
    await system.command('restart', 'show');
    expect(states()).toEqual({ show: 'running', obs: 'running' });
  });

  it('of a starting component starts it again', async () => {
    const { system, part, clock } = createScriptedSystem({ show: { obs: bridge } });
    part('obs').starts.push('wait');
    void system.start();
    await clock.settle();
    await expect(system.command('restart', 'obs')).resolves.toMatchObject({ value: { result: 'settled' } });
    expect(part('obs').calls).toEqual(['initialize', 'initialize', 'up']);
  });
});
