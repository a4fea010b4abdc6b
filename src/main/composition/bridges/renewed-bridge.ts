import type { Component, ComponentContext, ConditionInput, MetricReading } from '#core/index.ts';
import {
  unknownObsState,
  type ChatBridge,
  type ObsBridge,
  type ObsScreenshot,
  type ObsSourcePlace,
  type ObsState,
  type OutboundChat,
} from '#main/bridges/ports/index.ts';
import { Emitter, err, Fault, type JsonObject, type Result } from '#shared/kernel/index.ts';
import type { ChatDelivery, ChatPlatform } from '#shared/model/index.ts';

/** A bridge to be made: it is made anew only when the key is another one. */
export interface BridgeRecipe<TBridge> {
  /** Everything that the bridge is made of, as text. Secrets are not part of it: bridges read them at each attempt. */
  readonly key: string;
  readonly make: () => TBridge | Promise<TBridge>;
}

/** Asked at the beginning of each life. Throws a fault when there is nothing to make a bridge of. */
export type AskRecipe<TBridge> = () => BridgeRecipe<TBridge> | Promise<BridgeRecipe<TBridge>>;

/**
 * Keeps a bridge in step with its settings: each life asks again what the bridge is made of. The same settings keep the same
 * bridge, which remembers over its lives what it must (how often Discord was signed in to, for one).
 */
export abstract class RenewedComponent<TBridge extends Component> implements Component {
  readonly #recipe: AskRecipe<TBridge>;
  #made: { readonly key: string; readonly bridge: TBridge } | null = null;

  constructor(recipe: AskRecipe<TBridge>) {
    this.#recipe = recipe;
  }

  protected get bridge(): TBridge | null {
    return this.#made?.bridge ?? null;
  }

  /** Passes a call on to the bridge; `what` is said not to be connected while there is none. */
  protected whenMade<T>(
    what: string,
    run: (bridge: TBridge) => Promise<Result<T, Fault>>,
  ): Promise<Result<T, Fault>> {
    if (this.bridge) return run(this.bridge);
    return Promise.resolve(
      err(new Fault('bridge.not-connected', `${what} is not connected.`, { kind: 'dependency' })),
    );
  }

  /** A bridge took the place of the one before it. */
  protected onMade(_bridge: TBridge): void {}

  async initialize(context: ComponentContext): Promise<void> {
    const { key, make } = await this.#recipe();
    if (this.#made?.key !== key) {
      this.#made = { key, bridge: await make() };
      this.onMade(this.#made.bridge);
    }
    await this.#made.bridge.initialize?.(context);
  }

  async cleanup(context: ComponentContext): Promise<void> {
    await this.bridge?.cleanup?.(context);
  }

  getStatus(): JsonObject {
    return this.bridge?.getStatus?.() ?? {};
  }

  async getHealth(signal: AbortSignal): Promise<readonly ConditionInput[]> {
    return (await this.bridge?.getHealth?.(signal)) ?? [];
  }

  getFact(): string | null {
    return this.bridge?.getFact?.() ?? null;
  }

  getMetrics(): readonly MetricReading[] {
    return this.bridge?.getMetrics?.() ?? [];
  }
}

export class RenewedChatBridge extends RenewedComponent<ChatBridge> implements ChatBridge {
  readonly platform: ChatPlatform;
  readonly maxLength: number;

  constructor(platform: ChatPlatform, maxLength: number, recipe: AskRecipe<ChatBridge>) {
    super(recipe);
    this.platform = platform;
    this.maxLength = maxLength;
  }

  get sendObstacle(): string | null {
    return this.bridge ? this.bridge.sendObstacle : `${titleOf(this.platform)} is not connected.`;
  }

  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    return this.whenMade(titleOf(this.platform), (bridge) => bridge.send(message));
  }
}

const titleOf = (platform: ChatPlatform): string => ({ twitch: 'Twitch chat', discord: 'Discord' })[platform];

export class RenewedObsBridge extends RenewedComponent<ObsBridge> implements ObsBridge {
  readonly #listeners = new Emitter();
  #subscription: Disposable | null = null;

  get state(): ObsState {
    return this.bridge?.state ?? unknownObsState;
  }

  onState(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  setScene(sceneName: string): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setScene(sceneName));
  }

  setStreaming(on: boolean): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setStreaming(on));
  }

  setRecording(on: boolean): Promise<Result<{ path: string | null }, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setRecording(on));
  }

  setSourceVisible(
    place: { readonly scene?: string | undefined; readonly source: string | number },
    visible: boolean,
  ): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setSourceVisible(place, visible));
  }

  isSourceVisible(place: ObsSourcePlace): Promise<Result<boolean, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.isSourceVisible(place));
  }

  isMuted(input: string): Promise<Result<boolean, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.isMuted(input));
  }

  setMuted(input: string, muted: boolean): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setMuted(input, muted));
  }

  setVolume(input: string, volumeDb: number): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setVolume(input, volumeDb));
  }

  setReplayBuffer(on: boolean): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setReplayBuffer(on));
  }

  saveReplay(): Promise<Result<{ path: string }, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.saveReplay());
  }

  setVirtualCamera(on: boolean): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.setVirtualCamera(on));
  }

  takeScreenshot(width: number): Promise<Result<ObsScreenshot, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.takeScreenshot(width));
  }

  sendCaption(text: string): Promise<Result<void, Fault>> {
    return this.whenMade('OBS', (bridge) => bridge.sendCaption(text));
  }

  /** What is told of the bridge's state is told of whichever bridge is the present one. */
  protected override onMade(bridge: ObsBridge): void {
    this.#subscription?.[Symbol.dispose]();
    const tell = (): void => {
      this.#listeners.emit();
    };
    this.#subscription = bridge.onState(tell);
    tell();
  }
}
