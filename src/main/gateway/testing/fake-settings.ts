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
import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { SettingsPreview, SettingsSection } from '#shared/model/index.ts';
import type { SettingsHistoryPort, SettingsPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

const refuse = (code: string, message: string) => err(new Fault(code, message, { kind: 'configuration' }));
const unknownSection = (path: string) =>
  unknown('settings.unknown-section', `There are no settings at "${path}".`);

const demoSection: SettingsSection = {
  path: 'chat-presence.obs',
  title: 'OBS',
  description: 'How OBS is reached.',
  schema: {
    type: 'object',
    properties: { port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535 } },
  },
  values: { port: 4455 },
  layers: { port: 'default' },
  secrets: [{ name: 'obs-password', title: 'Password', description: 'The OBS password.', state: 'missing' }],
  testTarget: 'obs:main',
};

const impact = { live: [], restarts: ['obs:main'] };

/** The change in every preview. */
export const fakePreview: SettingsPreview = {
  impact,
  differences: [{ path: 'chat-presence.obs.port', before: 4455, after: 4460 }],
};

/** One section that can be changed, and secrets in memory. */
export class FakeSettings implements SettingsPort {
  readonly secrets = new Map<string, string>();
  #section = demoSection;

  async describe() {
    const state = this.secrets.has('obs-password') ? ('set' as const) : ('missing' as const);
    const secrets = this.#section.secrets.map((secret) => ({ ...secret, state }));
    return { file: 'settings.json', problem: null, sections: [{ ...this.#section, secrets }] };
  }

  preview(path: string) {
    return path === this.#section.path ? ok(impact) : unknownSection(path);
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(settingsPatch, {
      run: async ({ path, values }) => {
        if (path !== this.#section.path) return unknownSection(path);
        const { port } = values;
        if (port !== undefined && !(typeof port === 'number' && port > 0 && port < 65_536)) {
          const message = 'The port of OBS is not a port: give a whole number from 1 to 65535.';
          const details = { path: 'port' };
          return err(new Fault('settings.invalid-value', message, { kind: 'configuration', details }));
        }
        this.#section = {
          ...this.#section,
          values: { ...this.#section.values, ...values },
          layers: { port: 'operator' },
        };
        return ok({ result: { section: this.#section, impact } });
      },
    }),
    implement(settingsReset, {
      run: async ({ path }) =>
        path === this.#section.path
          ? ok({ result: { section: this.#section, impact } })
          : unknownSection(path),
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
        const checks = [{ name: 'Connection', ok: true, message: 'OBS answered.' }];
        return ok({ result: { ok: true, message: `${target} answers.`, elapsedMs: 1, checks } });
      },
    }),
  ];
}

/** A history of one earlier version. */
export class FakeSettingsHistory implements SettingsHistoryPort {
  onTrial = false;

  async history() {
    return [
      { id: '000000000000002', at: 2, origin: 'operator' as const },
      { id: '000000000000001', at: 1, origin: null },
    ];
  }

  async diff(id: string) {
    return id === '000000000000001'
      ? ok(fakePreview)
      : unknown('settings.unknown-version', `There is no version "${id}".`);
  }

  export() {
    return { name: 'cuelight-settings.json', content: '{"version":1}\n' };
  }

  previewImport(content: string) {
    return content.startsWith('{')
      ? ok({ ...fakePreview, sections: ['chat-presence.obs'] })
      : refuse('settings.not-a-document', 'These settings cannot be used.');
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(settingsRestoreVersion, {
      run: async ({ id }) => {
        const preview = await this.diff(id);
        return preview.ok ? ok({ result: preview.value.impact }) : preview;
      },
    }),
    implement(settingsImport, {
      run: async ({ content }) => {
        const preview = this.previewImport(content);
        return preview.ok ? ok({ result: preview.value.impact }) : preview;
      },
    }),
    implement(settingsConfirmChange, {
      run: async () => {
        const kept = this.onTrial;
        this.onTrial = false;
        return ok({ result: { kept } });
      },
    }),
  ];
}
