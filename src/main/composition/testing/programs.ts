import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '#main/hosts/shared/index.ts';
import type { ApplicationOptions } from '../application-options.ts';
import { createApplication } from '../application.ts';

/** Whole programs, one after the other or side by side, in one temporary data folder. */
export class Programs implements AsyncDisposable {
  readonly home = mkdtempSync(join(tmpdir(), 'cuelight-program-'));
  readonly #built = new Set<Application>();

  /** Builds a program as the headless host does; by default quiet and with an empty environment. */
  async build(options: Partial<ApplicationOptions> = {}): Promise<Application> {
    const built = await createApplication({
      host: 'headless',
      home: this.home,
      mode: null,
      version: '0.0.0',
      logLevel: 'error',
      environment: {},
      ...options,
    });
    if (!built.ok) throw built.error;
    this.#built.add(built.value);
    return built.value;
  }

  async start(options?: Partial<ApplicationOptions>): Promise<Application> {
    const application = await this.build(options);
    const started = await application.start();
    if (!started.ok) throw started.error;
    return application;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#built].map((application) => application.stop()));
    rmSync(this.home, { recursive: true, force: true });
  }
}
