import type { OrchestratorManifest } from '#core/index.ts';
import { chatPresenceManifest, type ChatPresencePorts } from '#main/orchestrators/chat-presence/manifest.ts';
import { controlDeskManifest, type ControlDeskPorts } from '#main/orchestrators/control-desk/manifest.ts';
import { studioManifest, type StudioPorts } from '#main/orchestrators/studio/manifest.ts';
import { fsmManifest, type FsmPorts } from '#main/orchestrators/fsm/manifest.ts';

/** Everything that composition hands to orchestrators; each takes what its manifest names. */
export interface OrchestratorPorts
  extends ControlDeskPorts, Required<ChatPresencePorts>, Required<StudioPorts>, FsmPorts {}

/**
 * The orchestrators of this program, in the order of their registration and of the Settings page. One that asks for a port
 * which is not among {@link OrchestratorPorts} does not compile here.
 */
export const manifests: readonly OrchestratorManifest<OrchestratorPorts>[] = [
  controlDeskManifest,
  chatPresenceManifest,
  studioManifest,
  fsmManifest,
];
