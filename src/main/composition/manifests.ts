import type { OrchestratorManifest } from '#core/index.ts';
import { chatPresenceManifest, type ChatPresencePorts } from '#main/orchestrators/chat-presence/manifest.ts';
import { systemManifest, type SystemPorts } from '#main/orchestrators/system/manifest.ts';
import { studioManifest, type StudioPorts } from '#main/orchestrators/studio/manifest.ts';
import { fsmManifest, type FsmPorts } from '#main/orchestrators/fsm/manifest.ts';

/**
 * The ports that composition passes to orchestrators. Each orchestrator gets those that its manifest names.
 */
export interface OrchestratorPorts
  extends SystemPorts, Required<ChatPresencePorts>, Required<StudioPorts>, FsmPorts {}

/**
 * The orchestrators of this program, in the order of registration and of the Settings page. A manifest that
 * needs a port outside of {@link OrchestratorPorts} does not compile here.
 */
export const manifests: readonly OrchestratorManifest<OrchestratorPorts>[] = [
  systemManifest,
  chatPresenceManifest,
  studioManifest,
  fsmManifest,
];
