import { implement, type OperationImplementation } from '#core/index.ts';
import {
  connectionTest,
  settingsDeleteSecret,
  settingsImport,
  settingsConfirmChange,
  settingsPatch,
  settingsPutSecret,
  settingsReset,
  settingsRestoreVersion,
} from '#shared/catalogue/operations/settings.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type {
  SettingsImpact,
  SettingsPreview,
  SettingsSection,
  SettingsVersionView,
} from '#shared/model/index.ts';
import type { SettingsHistoryPort, SettingsPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

const refuse = (code: string, message: string) => err(new Fault(code, message, { kind: 'configuration' }));
const unknownSection = (path: string) =>
  unknown('settings.unknown-section', `There are no settings at "${path}".`);

/** Returns the restarts of a change: the component that tests the section. */
const impactOf = ({ testTarget }: SettingsSection): SettingsImpact => ({
  live: [],
  restarts: testTarget === null ? [] : [testTarget],
});

const smallSections = (): SettingsSection[] => [
  {
    path: 'chat-presence.obs',
    title: 'OBS',
    description: 'How OBS is reached.',
    schema: {
      type: 'object',
      properties: { port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535 } },
    },
    values: { port: 4455 },
    layers: { port: 'default' },
    secrets: [
      { name: 'obs-password', title: 'Password', description: 'The OBS password.', state: 'missing' },
    ],
    testTarget: 'obs:main',
  },
];

/** The change in every preview. */
export const smallPreview: SettingsPreview = {
  impact: { live: [], restarts: ['obs:main'] },
  differences: [{ path: 'chat-presence.obs.port', before: 4455, after: 4460 }],
};

/** Sections that can be changed, and secrets in memory. */
export class FakeSettings implements SettingsPort {
  readonly secrets = new Map<string, string>();
  sections: readonly SettingsSection[];

  constructor(sections: readonly SettingsSection[] = smallSections()) {
    this.sections = sections;
    for (const { name, state } of sections.flatMap(({ secrets }) => secrets))
      if (state === 'set') this.secrets.set(name, 'set before');
  }

  async describe() {
    const sections = this.sections.map((section) => ({
      ...section,
      secrets: section.secrets.map((secret) => ({
        ...secret,
        state: this.secrets.has(secret.name) ? ('set' as const) : ('missing' as const),
      })),
    }));
    return { file: 'settings.json', problem: null, sections };
  }

  preview(path: string): Result<SettingsImpact, Fault> {
    const section = this.#find(path);
    return section ? ok(impactOf(section)) : unknownSection(path);
  }

  #find(path: string): SettingsSection | undefined {
    return this.sections.find((section) => section.path === path);
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(settingsPatch, {
      run: async ({ path, values }) => {
        const section = this.#find(path);
        if (!section) return unknownSection(path);
        const { port } = values;
        if (port !== undefined && !(typeof port === 'number' && port > 0 && port < 65_536)) {
          const message = 'The port of OBS is not a port: give a whole number from 1 to 65535.';
          const details = { path: 'port' };
          return err(new Fault('settings.invalid-value', message, { kind: 'configuration', details }));
        }
        const layers = Object.fromEntries(Object.keys(values).map((key) => [key, 'operator' as const]));
        const changed = {
          ...section,
          values: { ...section.values, ...values },
          layers: { ...section.layers, ...layers },
        };
        this.sections = this.sections.map((each) => (each === section ? changed : each));
        return ok({ result: { section: changed, impact: impactOf(changed) } });
      },
    }),
    implement(settingsReset, {
      run: async ({ path }) => {
        const section = this.#find(path);
        return section ? ok({ result: { section, impact: impactOf(section) } }) : unknownSection(path);
      },
    }),
    implement(settingsPutSecret, {
      run: async ({ name, value }) => {
        this.secrets.set(name, value);
        return ok({ result: { name, state: 'set' } });
      },
    }),
    implement(settingsDeleteSecret, {
      run: async ({ name }) => {
        this.secrets.delete(name);
        return ok({ result: { name, state: 'missing' } });
      },
    }),
    implement(connectionTest, {
      run: async ({ target }) => {
        const checks = [
          { name: 'Reachable', ok: true, message: 'The port is open.' },
          { name: 'Password', ok: true, message: 'Accepted.' },
        ];
        return ok({ result: { ok: true, message: `${target} answered.`, elapsedMs: 84, checks } });
      },
    }),
  ];
}

const smallVersions: readonly SettingsVersionView[] = [
  { id: '000000000000002', at: 2, origin: 'operator' },
  { id: '000000000000001', at: 1, origin: null },
];

/** A history of one earlier version. */
export class FakeSettingsHistory implements SettingsHistoryPort {
  onTrial = false;
  /** The versions and documents that were restored or imported. */
  readonly restored: object[] = [];
  readonly #versions: readonly SettingsVersionView[];
  readonly #preview: SettingsPreview;

  constructor(versions = smallVersions, preview = smallPreview) {
    this.#versions = versions;
    this.#preview = preview;
  }

  async history() {
    return this.#versions;
  }

  async diff(id: string) {
    return this.#versions.some((version) => version.id === id)
      ? ok(this.#preview)
      : unknown('settings.unknown-version', `There is no version "${id}".`);
  }

  export() {
    return { name: 'cuelight-settings.json', content: '{"version":1}\n' };
  }

  previewImport(content: string) {
    return content.startsWith('{')
      ? ok({ ...this.#preview, sections: ['chat-presence.obs'] })
      : refuse('settings.not-a-document', 'These settings cannot be used.');
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(settingsRestoreVersion, {
      run: async (version) => {
        const preview = await this.diff(version.id);
        return this.#restore(version, preview);
      },
    }),
    implement(settingsImport, {
      run: async (document) => this.#restore(document, this.previewImport(document.content)),
    }),
    implement(settingsConfirmChange, {
      run: async () => {
        const kept = this.onTrial;
        this.onTrial = false;
        return ok({ result: { kept } });
      },
    }),
  ];

  #restore(what: object, preview: Result<SettingsPreview, Fault>) {
    if (!preview.ok) return preview;
    this.restored.push(what);
    return ok({ result: preview.value.impact });
  }
}
