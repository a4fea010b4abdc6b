import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  BaseOrchestrator,
  declareSection,
  defineOrchestrator,
  type CoreServices,
  type OrchestratorDefinition,
  type OrchestratorManifest,
} from './index.ts';
import { createCoreHarness, createScriptedComponent } from './testing/index.ts';

const schema = z.object({
  bulb: z.object({ level: z.number().default(7) }).prefault({}),
  shade: z.object({ colour: z.string().default('white') }).prefault({}),
});
type Config = z.output<typeof schema>;

const { bulb, shade } = schema.shape;
const bulbSection = declareSection({
  path: 'lamp.bulb',
  title: 'Bulb',
  description: '',
  schema: bulb,
  feeds: 'bulb',
});
const shadeSection = declareSection({
  path: 'lamp.shade',
  title: 'Shade',
  description: '',
  schema: shade,
  feeds: 'shade',
});

interface Ports {
  readonly socket: { readonly volts: number };
}

class Lamp extends BaseOrchestrator<Config> {
  readonly volts: number;

  constructor(services: CoreServices, definition: OrchestratorDefinition<Config>, { socket }: Ports) {
    super(services, definition);
    this.volts = socket.volts;
    this.registerComponent('bulb', createScriptedComponent('bulb'), { title: 'Bulb' });
  }
}

const declared = {
  id: 'lamp',
  title: 'Lamp',
  description: 'The lamp beside the camera.',
  schema,
  sections: [bulbSection, shadeSection],
  create: (services: CoreServices, definition: OrchestratorDefinition<Config>, ports: Ports) =>
    new Lamp(services, definition, ports),
} as const;

describe('a manifest', () => {
  it('creates its orchestrator with its title, the given configuration and the ports', () => {
    const manifest = defineOrchestrator(declared);
    const lamp = manifest.create(
      createCoreHarness().createServices(),
      { bulb: { level: 3 } },
      { socket: { volts: 230 } },
    );
    expect(lamp.volts).toBe(230);
    expect(lamp.config).toEqual({ bulb: { level: 3 }, shade: { colour: 'white' } });
    expect(lamp.getStatus()).toMatchObject({ id: 'lamp', title: 'Lamp', settingsPath: 'lamp.bulb' });
  });

  it('shows another section for the orchestrator when it declares one', () => {
    const manifest = defineOrchestrator({ ...declared, settingsPath: shadeSection.path });
    const lamp = manifest.create(createCoreHarness().createServices(), {}, { socket: { volts: 230 } });
    expect(lamp.getStatus()).toMatchObject({ settingsPath: 'lamp.shade' });
  });

  it('passes its needs to the orchestrator', async () => {
    const manifest = defineOrchestrator({ ...declared, needs: [{ id: 'mains', required: true }] });
    const services = createCoreHarness().createServices();
    const lamp = manifest.create(services, {}, { socket: { volts: 230 } });
    const started = await lamp.initialize();
    expect(started.ok ? '' : started.error.message).toContain('mains');
  });

  it('fits only a list that offers its ports', () => {
    const manifest = defineOrchestrator(declared);
    expectTypeOf(manifest).toExtend<OrchestratorManifest<Ports & { readonly more: number }>>();
    expectTypeOf(manifest).not.toExtend<
      OrchestratorManifest<{ readonly socket: { readonly amperes: number } }>
    >();
    expectTypeOf(manifest).not.toExtend<OrchestratorManifest<object>>();
  });

  it('accepts sections only for the key whose values they have', () => {
    type Sections = Parameters<typeof defineOrchestrator<Ports, Config, Lamp>>[0]['sections'];
    expectTypeOf([bulbSection, shadeSection]).toExtend<Sections>();
    const crossed = declareSection({ ...shadeSection, feeds: 'bulb' });
    expectTypeOf([crossed]).not.toExtend<Sections>();
    const unknown = declareSection({ ...shadeSection, feeds: 'cable' });
    expectTypeOf([unknown]).not.toExtend<Sections>();
    const whole = declareSection({ ...shadeSection, feeds: null });
    expectTypeOf([whole]).not.toExtend<Sections>();
  });
});
