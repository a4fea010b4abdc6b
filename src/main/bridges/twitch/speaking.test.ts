import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { waitUntil } from '../testing/component-harness.ts';
import { mapleOtter, openTwitchStage } from './testing/twitch-stage.ts';

describe('speaking', () => {
  it('delivers a message that Twitch confirmed, with its id, and adds it to the conversation', async () => {
    await using stage = await openTwitchStage();
    const accepted: string[] = [];
    using _listening = stage.server.onOwnMessage((text) => void accepted.push(text));
    const life = await stage.harness.start(stage.bridge);
    const parent = stage.server.say(mapleOtter, '!status');
    const sent = await stage.bridge.send({ text: 'All well', replyTo: parent });
    expect(sent).toMatchObject({ ok: true, value: { result: 'delivered' } });
    const messageId = sent.ok ? sent.value.messageId : null;
    expect(messageId).toMatch(/^twitch-/);
    expect(accepted).toEqual(['All well']);
    await waitUntil('both lines', () => stage.heard.length === 2);
    expect(stage.heard.find((message) => message.own)).toMatchObject({
      id: messageId,
      text: 'All well',
      replyTo: parent,
      userName: 'cuelight_helper',
      displayName: 'Cuelight_Helper',
      roles: ['moderator'],
    });
    await life.stop();
  });

  it('sends 500 emoji, which are 1,000 UTF-16 units, and refuses 501', async () => {
    await using stage = await openTwitchStage();
    const accepted: string[] = [];
    using _listening = stage.server.onOwnMessage((text) => void accepted.push(text));
    const life = await stage.harness.start(stage.bridge);
    const longest = '😀'.repeat(stage.bridge.maxLength);
    expect(await stage.bridge.send({ text: longest })).toMatchObject({ value: { result: 'delivered' } });
    expect(accepted).toEqual([longest]);
    expect(await stage.bridge.send({ text: `${longest}😀` })).toMatchObject({
      error: { code: 'twitch.message-too-long' },
    });
    await life.stop();
  });

  it.each([
    ['msg_banned', /banned from this channel/],
    ['msg_ratelimit', /too many messages in a short time/],
    ['msg_requires_verified_phone_number', /verified phone number/],
    ['msg_brand_new', /"made up today"/],
  ])('explains why Twitch refused: %s', async (msgId, words) => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.refuseNextMessage(msgId, 'made up today');
    const sent = await stage.bridge.send({ text: 'hello' });
    expect(sent).toMatchObject({ ok: true, value: { result: 'refused', messageId: null } });
    expect(sent.ok && sent.value.message).toMatch(words);
    expect(stage.heard).toEqual([]);
    expect(stage.harness.topics('twitch.notice')).toHaveLength(1);
    await life.stop();
  });

  it('does not report a silently dropped message as delivered', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.dropMessages = true;
    expect(await stage.bridge.send({ text: 'into the void' })).toMatchObject({
      ok: true,
      value: { result: 'sent-unconfirmed', messageId: null },
    });
    expect(stage.heard).toEqual([]);
    await life.stop();
  });

  it('counts sent messages across all its connections, like Twitch', async () => {
    await using stage = await openTwitchStage({ accountRoles: [] });
    const first = await stage.harness.start(stage.bridge);
    expect(await stage.bridge.send({ text: 'good evening' })).toMatchObject({
      ok: true,
      value: { result: 'delivered' },
    });
    await first.stop();
    const second = await stage.harness.start(stage.bridge);
    expect(await stage.bridge.send({ text: 'good evening' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.duplicate-message' },
    });
    await second.stop();
  });

  it('keeps the token out of all messages', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    await stage.bridge.send({ text: 'hello' });
    stage.server.faults.refuseSignIns = true;
    stage.server.faults.closeConnections(1012);
    const lost = await life.failed;
    await life.stop();
    const refused = await stage.harness.start(stage.bridge).catch((thrown: unknown) => Fault.from(thrown));
    const { conditions, events, logged } = stage.harness;
    const said = [
      conditions.values().toArray(),
      events,
      logged,
      lost.message,
      refused instanceof Fault ? refused.message : null,
      stage.bridge.getStatus?.(),
    ];
    expect(events.length).toBeGreaterThan(0);
    expect(refused).toMatchObject({ code: 'twitch.sign-in-refused' });
    expect(JSON.stringify(said)).not.toContain(stage.server.account.token);
  });

  it('sends nothing after the connection has ended', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    await life.stop();
    expect(await stage.bridge.send({ text: 'late' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-connected', kind: 'transient' },
    });
  });
});
