import { z } from 'zod';
import { declareSection, type OrchestratorManifest, type SectionDeclaration } from '#core/index.ts';
import { updateChannels } from '#shared/model/index.ts';
import { declareDataSection } from './settings-data-section.ts';

/** Settings of the program as a whole. */
const programConfig = z.object({
  mode: z
    .enum(['automatic', 'rehearsal', 'live'])
    .default('automatic')
    .meta({
      title: 'Mode',
      choices: { automatic: 'Automatic', rehearsal: 'Rehearsal', live: 'Live' },
      description:
        'Rehearsal simulates the platforms on this PC. Live connects to the real ones. Automatic rehearses until you set up a connection. Takes effect at the next start; a switch in the window takes effect immediately.',
    }),
  returnAfterSeconds: z.number().int().min(0).max(3_600).default(120).meta({
    title: 'Roll back bad changes after',
    unit: 's',
    description:
      "If a change breaks a healthy connection and it doesn't recover in time, the previous settings are restored. 0 = off.",
  }),
  acceptUnprotectedSecrets: z.boolean().default(false).meta({
    title: 'Store secrets without encryption',
    description:
      'Only matters on a system without a keyring: secrets are then stored in a file that your other programs can read. Takes effect at the next start.',
  }),
  checkForUpdates: z.boolean().default(true).meta({
    title: 'Check for updates',
    description:
      'Checks at the start and each day. Nothing is downloaded or installed until you ask for it under Updates.',
  }),
  updateChannel: z
    .enum(updateChannels)
    .default('stable')
    .meta({
      title: 'Update channel',
      choices: { stable: 'Stable', beta: 'Beta' },
      description: 'Beta gets new versions earlier, and they may have more faults.',
    }),
});

const declareProgramSection = () =>
  declareSection({
    path: 'program',
    title: 'Program',
    description: 'How Cuelight itself runs.',
    schema: programConfig,
  });

/** All settings sections: those of the orchestrators, between the two that no orchestrator owns. */
export interface Sections {
  readonly program: ReturnType<typeof declareProgramSection>;
  readonly data: ReturnType<typeof declareDataSection>;
  /** All sections, in the order of the Settings page. */
  readonly all: readonly SectionDeclaration[];
  /** Paths of the sections about the real platforms. */
  readonly ofPlatforms: ReadonlySet<string>;
}

export const declareSections = (
  manifests: readonly Pick<OrchestratorManifest<never>, 'sections'>[],
): Sections => {
  const program = declareProgramSection();
  const data = declareDataSection();
  const owned = manifests.flatMap(({ sections }) => sections);
  return {
    program,
    data,
    all: [program, ...owned, data],
    ofPlatforms: new Set(owned.filter(({ aboutPlatforms }) => aboutPlatforms).map(({ path }) => path)),
  };
};
