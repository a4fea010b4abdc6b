import { createFastClock } from '#shared/kernel/testing/index.ts';
import { settleIn } from './twitch-rows.ts';
import { Findings, pause, seconds, until, type FaultRow, type Outcome } from './row.ts';
import { maple, openRig } from './rig.ts';

/** Tests a gateway close code that only a person can resolve. */
const refusedForGood = async (seed: number, code: number, setting: RegExp): Promise<Outcome> => {
  await using rig = await openRig({
    seed,
    platforms: ['discord'],
    before: ({ discord }) => {
      discord.faults.identifyRefusal = { kind: 'close', code };
    },
  });
  const findings = new Findings();
  const waits = await until(
    () => ['settings', 'sign-in'].includes(rig.view('discord').waiting?.for ?? ''),
    10_000,
  );
  findings.expect(waits === true, 'it waits for a person');
  const message = rig.view('discord').supervision.lastFailure?.message ?? '';
  await pause(5_000);
  const tries = rig.servers.discord.identifies().length;
  findings.note(`${code}: ${tries} IDENTIFY in 5 s, "${message.slice(0, 90)}"`);
  findings.expect(tries === 1, 'never tried again');
  findings.expect(setting.test(message), 'the reason names what to change');
  return findings.outcome();
};

export const discordRows: readonly FaultRow[] = [
  {
    id: 'F19',
    expected: 'no heartbeat ACK: noticed <= 10 s, resumed, missed messages replayed, none twice',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['discord'] });
      const findings = new Findings();
      await settleIn(rig, 'discord');
      const since = rig.clock.monotonic();
      rig.servers.discord.faults.freezeLinks();
      const said = [1, 2, 3].map((line) => `while it was silent ${line}`);
      for (const text of said) rig.servers.discord.say(maple, text);
      const noticed = await rig.noticed('discord', since, 15_000);
      findings.note(`noticed after ${noticed === null ? 'never' : seconds(noticed)}`);
      findings.expect(noticed !== null && noticed <= 10_000, 'noticed within 10 s');
      const back = await rig.flowing('discord', rig.clock.monotonic(), 10_000);
      findings.note(`back after another ${back === null ? 'never' : seconds(back)}`);
      findings.expect(back !== null && back <= 8_000, 'back within 8 s');
      findings.expect(rig.servers.discord.resumes().length >= 1, 'by RESUME');
      const heard = rig.heard.map(({ text }) => text).filter((text) => said.includes(text));
      findings.expect(
        JSON.stringify(heard) === JSON.stringify(said),
        'missed messages arrived once, in order',
      );
      const [gap] = rig.outages('discord');
      findings.expect(
        gap?.end === 'recovered' && gap.missed.count === 0,
        'the outage record says that nothing was missed',
      );
      return findings.outcome();
    },
  },
  {
    id: 'F20',
    expected: 'endless INVALID_SESSION: at most 10 IDENTIFY in an hour, then it pauses and says until when',
    run: async (seed) => {
      const pace = 30;
      const clock = createFastClock(pace);
      await using rig = await openRig({
        seed,
        platforms: ['discord'],
        clock,
        before: ({ discord }) => {
          discord.faults.identifyRefusal = { kind: 'invalid-session' };
        },
      });
      const findings = new Findings();
      await until(
        () => rig.view('discord').supervision.lastFailure?.code === 'discord.identify-budget-spent',
        3_000_000 / pace,
      );
      const code = rig.view('discord').supervision.lastFailure?.code ?? 'nothing';
      const tries = rig.servers.discord.identifies().length;
      const waiting = rig.view('discord').waiting;
      const waitMs = waiting?.for === 'retry' ? waiting.nextAttemptAt - clock.now() : 0;
      findings.note(`${tries} IDENTIFY, then ${code}, next attempt in ${Math.round(waitMs / 60_000)} min`);
      findings.expect(tries <= 10, 'at most 10 IDENTIFY');
      findings.expect(/budget|sign-ins/.test(code), 'the reason is the budget');
      findings.expect(waitMs > 60_000, 'the next attempt is far away and known');
      return findings.outcome();
    },
  },
  {
    id: 'F21',
    expected: '4004 and 4014: never tried again, the reason names the setting',
    run: async (seed) => {
      const [token, intents] = await Promise.all([
        refusedForGood(seed, 4_004, /token/i),
        refusedForGood(seed, 4_014, /Message Content Intent|intent/i),
      ]);
      return { seen: `${token.seen}; ${intents.seen}`, ok: token.ok === true && intents.ok === true };
    },
  },
  {
    id: 'F22',
    expected: '429 with retry_after, global: obeyed to the millisecond, queue kept in order',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['discord'] });
      const findings = new Findings();
      await settleIn(rig, 'discord');
      const retryAfterMs = 1_200 + 300 * seed;
      const arrived: { readonly text: string; readonly at: number }[] = [];
      rig.scope.use(
        rig.servers.discord.onOwnMessage((text) => void arrived.push({ text, at: rig.clock.monotonic() })),
      );
      rig.servers.discord.faults.rateLimitRest({ retryAfterMs, global: true, times: 1 });
      const since = rig.clock.monotonic();
      const texts = ['first', 'second', 'third'];
      const sent = await Promise.all(
        texts.map((text) => rig.desk.send({ platform: 'discord', text, cause: 'operator' })),
      );
      const waited = (arrived[0]?.at ?? since) - since;
      findings.note(
        `asked to wait ${retryAfterMs} ms, waited ${Math.round(waited)} ms, ${arrived.length} arrived`,
      );
      findings.expect(
        sent.every((each) => each.ok && each.value.result === 'delivered'),
        'all delivered',
      );
      findings.expect(waited >= retryAfterMs, 'not too early');
      findings.expect(waited <= retryAfterMs + 1_000, 'not too late');
      findings.expect(
        JSON.stringify(arrived.map(({ text }) => text)) === JSON.stringify(texts),
        'in order, each once',
      );
      return findings.outcome();
    },
  },
  {
    id: 'T26',
    expected: 'Discord link cut: chat flows again <= 8 s, nothing lost, nothing twice',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['discord'] });
      const findings = new Findings();
      await settleIn(rig, 'discord');
      const since = rig.clock.monotonic();
      rig.servers.discord.faults.dropLinks();
      const said = [1, 2, 3].map((line) => rig.servers.discord.say(maple, `in between ${line}`));
      const back = await rig.flowing('discord', since, 15_000);
      findings.note(`back after ${back === null ? 'never' : seconds(back)}`);
      findings.expect(back !== null && back <= 8_000, 'within 8 s');
      const ids = rig.heard.map(({ id }) => id);
      findings.expect(
        said.every((id) => ids.filter((each) => each === id).length === 1),
        'each message once',
      );
      expectShownOrHealed(findings, rig.shown.length);
      return findings.outcome();
    },
  },
];

/** Checks that the session was resumed without a restart; otherwise the reason must be known. */
const expectShownOrHealed = (findings: Findings, lives: number): void =>
  findings.note(lives === 0 ? 'resumed in the same session' : `${lives} new connections`);
