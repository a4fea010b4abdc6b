import { happened } from '#core/testing/happened.ts';
import type { ComponentContext, ConditionInput } from '#core/index.ts';
import {
  type DiscordBridge,
  type DiscordMessagePlace,
  type DiscordPost,
  type DiscordPosted,
  type SlashCommand,
  type SlashOffer,
  type SlashResponder,
  unknownObsState,
  type ChatBridge,
  type ChatSink,
  type ObsBridge,
  type ObsState,
  type OutboundChat,
} from '#main/bridges/ports/index.ts';
import { err, Fault, nothingToDispose, ok, type Result } from '#shared/kernel/index.ts';
import type { ChatMessage, ChatPlatform, DiscordFacts } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';

/** A chat bridge whose remote side is the test. */
export class FakeChatBridge implements ChatBridge {
  readonly platform: ChatPlatform;
  readonly maxLength = 500;
  readonly sent: OutboundChat[] = [];
  readonly #deliver: ChatSink;
  #context: ComponentContext | null = null;

  constructor(platform: ChatPlatform, deliver: ChatSink) {
    this.platform = platform;
    this.#deliver = deliver;
  }

  get sendObstacle(): string | null {
    return this.#context ? null : 'Not connected.';
  }

  initialize(context: ComponentContext): void {
    this.#context = context;
  }

  cleanup(): void {
    this.#context = null;
  }

  getHealth(): readonly ConditionInput[] {
    return [{ type: 'Connected', status: 'true', reason: 'Connected', message: 'Connected.' }];
  }

  async send(message: OutboundChat) {
    this.sent.push(message);
    return ok({ result: 'delivered' as const, messageId: `sent-${this.sent.length}`, message: 'Delivered.' });
  }

  hear(message: ChatMessage): void {
    this.#deliver(message);
  }

  protected tell(topic: string, message: string): void {
    this.#context?.events.emit(happened(topic, { message }));
  }

  lose(): void {
    this.#context?.fail(new Fault('fake.lost', 'The connection was lost.', { kind: 'transient' }));
  }
}

/** A Discord whose remote side is the test. */
export class FakeDiscordBridge extends FakeChatBridge implements DiscordBridge {
  readonly respond: SlashResponder;
  readonly posts: DiscordPost[] = [];
  readonly edits: { readonly place: DiscordMessagePlace; readonly text: string }[] = [];
  readonly removed: DiscordMessagePlace[] = [];
  readonly offers: (readonly string[])[] = [];
  /** The fault that the next calls return instead of success. */
  fault: Fault | null = null;
  /** Delays the answer to a post until it resolves. */
  postDelay: Promise<void> | null = null;

  constructor(deliver: ChatSink, respond: SlashResponder) {
    super('discord', deliver);
    this.respond = respond;
  }

  facts(): DiscordFacts {
    const signedIn = this.sendObstacle === null;
    return {
      bot: signedIn ? { id: '1', name: 'Lamp' } : null,
      server: signedIn ? { id: '2', name: 'Harbour' } : null,
      channel: signedIn ? { id: '3', name: '#harbour' } : null,
      intents: [],
      permissions: [],
      signIns: { used: 1, allowed: 10 },
      inviteUrl: null,
    };
  }

  offerCommands(
    desired: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>> {
    if (this.fault) return Promise.resolve(err(this.fault));
    this.offers.push(desired.map(({ name }) => name));
    const changed = (desired.length > 0 ? desired : known).map(({ name }) => name);
    return Promise.resolve(ok({ changed }));
  }

  async post(post: DiscordPost): Promise<Result<DiscordPosted, Fault>> {
    await this.postDelay;
    if (this.fault) return err(this.fault);
    this.posts.push(post);
    return ok({
      channelId: post.channelId ?? '3',
      channelTitle: '#harbour',
      messageId: `post-${this.posts.length}`,
      webhookId: null,
    });
  }

  edit(place: DiscordMessagePlace, text: string): Promise<Result<void, Fault>> {
    if (this.fault) return Promise.resolve(err(this.fault));
    this.edits.push({ place, text });
    return Promise.resolve(ok(undefined));
  }

  remove(place: DiscordMessagePlace): Promise<Result<void, Fault>> {
    if (this.fault) return Promise.resolve(err(this.fault));
    this.removed.push(place);
    return Promise.resolve(ok(undefined));
  }

  /** Emits the event of a new sign-in. */
  announceConnection(): void {
    this.tell('discord.connected', 'Connected.');
  }
}

/** An OBS bridge whose OBS is the test. */
export class FakeObsBridge implements ObsBridge {
  state: ObsState = unknownObsState;
  #context: ComponentContext | null = null;

  initialize(context: ComponentContext): void {
    this.#context = context;
  }

  cleanup(): void {
    this.#context = null;
    this.state = unknownObsState;
  }

  /** Changes the observed state of OBS, and emits the event that OBS would send. */
  show(state: Partial<ObsState>, topic = 'obs.scene-changed'): void {
    this.state = { ...this.state, ...state };
    this.#context?.events.emit(happened(topic, { message: 'Something changed in OBS.' }));
  }

  setScene(currentScene: string) {
    this.show({ currentScene });
    return Promise.resolve(ok(undefined));
  }

  setStreaming(on: boolean) {
    this.show({ streaming: on ? 'on' : 'off' }, 'obs.stream-started');
    return Promise.resolve(ok(undefined));
  }

  setRecording(on: boolean) {
    this.show({ recording: on ? 'on' : 'off' }, 'obs.record-started');
    return Promise.resolve(ok({ path: null }));
  }

  onState() {
    return nothingToDispose;
  }

  setSourceVisible() {
    return Promise.resolve(ok(undefined));
  }

  isSourceVisible(): Promise<Result<boolean, Fault>> {
    return Promise.resolve(ok(true));
  }

  isMuted(name: string): Promise<Result<boolean, Fault>> {
    return Promise.resolve(ok(this.state.inputs?.find((input) => input.name === name)?.muted ?? false));
  }

  setMuted(name: string, muted: boolean) {
    this.show({ inputs: [{ name, kind: 'fake', muted, volumeDb: 0 }] }, 'obs.input-muted');
    return Promise.resolve(ok(undefined));
  }

  setVolume(name: string, volumeDb: number) {
    this.show({ inputs: [{ name, kind: 'fake', muted: false, volumeDb }] }, 'obs.input-unmuted');
    return Promise.resolve(ok(undefined));
  }

  setReplayBuffer(on: boolean) {
    this.show({ replayBuffer: on ? 'on' : 'off' }, 'obs.replay-started');
    return Promise.resolve(ok(undefined));
  }

  saveReplay() {
    return Promise.resolve(ok({ path: '/fake/replay.mkv' }));
  }

  setVirtualCamera(on: boolean) {
    this.show({ virtualCamera: on ? 'on' : 'off' }, 'obs.virtual-camera-started');
    return Promise.resolve(ok(undefined));
  }

  takeScreenshot() {
    return Promise.resolve(
      ok({ scene: this.state.currentScene ?? '', image: 'data:image/png;base64,', takenAt: 0 }),
    );
  }

  sendCaption() {
    return Promise.resolve(ok(undefined));
  }
}

/** Returns a complete message of a viewer, with the given changes. */
export const chatMessage = (change: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({ id: 'm-1', text: '!status', at: 1, ...change });
