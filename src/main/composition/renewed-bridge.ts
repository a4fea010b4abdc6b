import type { Component, ComponentContext, ConditionInput, MetricReading } from '#core/index.ts';
import type { ChatBridge, ObsBridge, ObsState, OutboundChat } from '#main/bridges/ports.ts';
import { err, Fault, type JsonObject, type Result } from '#shared/kernel/index.ts';
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

const notConnected = (what: string): Fault =>
  new Fault('bridge.not-connected', `${what} is not connected.`, { kind: 'dependency' });

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

  async send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    return this.bridge ? await this.bridge.send(message) : err(notConnected(titleOf(this.platform)));
  }
}

const titleOf = (platform: ChatPlatform): string => ({ twitch: 'Twitch chat', discord: 'Discord' })[platform];

const nothingKnown: ObsState = {
  studioVersion: null,
  scenes: null,
  currentScene: null,
  streaming: null,
  recording: null,
  recordingPath: null,
  stats: null,
};

export class RenewedObsBridge extends RenewedComponent<ObsBridge> implements ObsBridge {
  get state(): ObsState {
    return this.bridge?.state ?? nothingKnown;
  }

  async setScene(sceneName: string): Promise<Result<void, Fault>> {
    return this.bridge ? await this.bridge.setScene(sceneName) : err(notConnected('OBS'));
  }

  async setStreaming(on: boolean): Promise<Result<void, Fault>> {
    return this.bridge ? await this.bridge.setStreaming(on) : err(notConnected('OBS'));
  }

  async setRecording(on: boolean): Promise<Result<{ path: string | null }, Fault>> {
    return this.bridge ? await this.bridge.setRecording(on) : err(notConnected('OBS'));
  }
}
