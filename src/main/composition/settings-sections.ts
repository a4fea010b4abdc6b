import { z } from 'zod';
import { declareSection, type OrchestratorManifest, type SectionDeclaration } from '#core/index.ts';
import { declareDataSection } from './settings-data-section.ts';

/** What is about the program as a whole. */
const programConfig = z.object({
  mode: z.enum(['automatic', 'rehearsal', 'live']).default('automatic').meta({
    title: 'Connect to',
    description:
      'Rehearsal plays the platforms on this machine; live connects to the real ones; automatic rehearses until a connection is set up. Takes effect when Cuelight starts next; Go live and Rehearse take effect at once.',
  }),
  returnAfterSeconds: z.number().int().min(0).max(3_600).default(120).meta({
    title: 'Take a bad change back after, seconds',
    description:
      'When a change of the settings restarts something that was well, and it is not well again in this time, the settings from before come back by themselves. 0 switches this off.',
  }),
  acceptUnprotectedSecrets: z.boolean().default(false).meta({
    title: 'Keep secrets without protection',
    description:
      'Only matters where the system has no keyring: secrets are then kept in a file that other programs of yours can read. Takes effect when Cuelight starts next.',
  }),
});

const declareProgramSection = () =>
  declareSection({
    path: 'program',
    title: 'Program',
    description: 'How Cuelight itself runs.',
    schema: programConfig,
  });

/** Every section of the settings: those of the orchestrators, between the two that no orchestrator owns. */
export interface Sections {
  readonly program: ReturnType<typeof declareProgramSection>;
  readonly data: ReturnType<typeof declareDataSection>;
  /** In the order of the Settings page. */
  readonly all: readonly SectionDeclaration[];
  /** The paths of those that are about the real platforms. */
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
