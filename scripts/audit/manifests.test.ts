import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditManifests } from './manifests.ts';
import { createSourceTree, parseSource, readSourceTree } from './source-tree.ts';

const root = resolve(import.meta.dirname, '../..');
const lampDoor = 'src/main/orchestrators/lamp/manifest.ts';
const lampSections = 'src/main/orchestrators/lamp/sections.ts';
const list = 'src/main/composition/manifests.ts';

const lamp = `
  import { defineOrchestrator } from '#core/index.ts';
  import { lampSection } from './sections.ts';
  export const lampManifest = defineOrchestrator({ id: 'lamp', sections: [lampSection], create });`;
const section = (name: string, path: string) =>
  `import { declareSection } from '#core/index.ts';
  export const ${name} = declareSection({ path: '${path}', title: 'Lamp', schema, feeds: null });`;

/** Creates a tree with one orchestrator and one section, plus the changes of a case. Null omits a file. */
const audit = (change: Readonly<Record<string, string | null>> = {}): readonly string[] => {
  const files: Readonly<Record<string, string | null>> = {
    [lampDoor]: lamp,
    [lampSections]: section('lampSection', 'lamp'),
    [list]: `
      import { lampManifest } from '#main/orchestrators/lamp/manifest.ts';
      export const manifests: readonly Manifest[] = [lampManifest];`,
    ...change,
  };
  const sources = Object.entries(files).flatMap(([path, text]) =>
    text === null ? [] : [parseSource(path, text)],
  );
  return auditManifests(createSourceTree(sources)).map(({ file, what }) => `${file}: ${what}`);
};

describe('the audit of manifests', () => {
  it('finds no problem in this source', () => {
    expect(auditManifests(readSourceTree(root))).toEqual([]);
  });

  it('finds no problem when each manifest is listed and each section is in the manifest of its owner', () => {
    expect(audit()).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | null>>]>([
    [
      'a section in its manifest itself',
      {
        [lampSections]: null,
        [lampDoor]: `
          import { declareSection, defineOrchestrator } from '#core/index.ts';
          const lampSection = declareSection({ path: 'lamp' });
          export const lampManifest = defineOrchestrator({ id: 'lamp', sections: [lampSection] });`,
      },
    ],
    [
      'a section in the list of sections itself',
      {
        [lampSections]: null,
        [lampDoor]: `
          import { declareSection as section, defineOrchestrator as define } from '#core/index.ts';
          export const lampManifest = define({ id: 'lamp', sections: [section({ path: 'lamp.bulb' })] });`,
      },
    ],
    [
      'a list of sections that is spread, and paths that a constant object holds',
      {
        [lampSections]: `
          import { declareSection } from '#core/index.ts';
          const paths = { bulb: 'lamp.bulb' } as const;
          const bulbSection = declareSection({ path: paths.bulb });
          export const lampSections = [bulbSection] as const;`,
        [lampDoor]: `
          import { defineOrchestrator } from '#core/index.ts';
          import { lampSections } from './sections.ts';
          export const lampManifest = defineOrchestrator({ id: 'lamp', sections: [...lampSections] });`,
      },
    ],
    [
      'the settings of a platform, whose path is in the list of platforms',
      {
        [lampSections]: `
          import { declareSection } from '#core/index.ts';
          export const lampSection = declareSection({ path: platformOf('obs').settingsPath });`,
      },
    ],
    [
      'the sections that no orchestrator owns',
      { 'src/main/composition/settings-sections.ts': section('a', 'program') },
    ],
  ])('allows %s', (_, change) => {
    expect(audit(change)).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | null>>, readonly string[]]>([
    [
      'a folder without a manifest',
      { [lampDoor]: null, [list]: 'export const manifests = [];', [lampSections]: 'export const bulb = 1;' },
      [`${lampDoor}: this manifest declares no orchestrator: call defineOrchestrator once`],
    ],
    [
      'a manifest that is not in the list',
      { [list]: 'export const manifests = [];' },
      [`${lampDoor}: "lamp" is not in the list: add its manifest to ${list}`],
    ],
    [
      'no list at all',
      { [list]: null },
      [`${lampDoor}: "lamp" is not in the list: add its manifest to ${list}`],
    ],
    [
      'a manifest that is in the list twice, under another name the second time',
      {
        [list]: `
          import { lampManifest, lampManifest as other } from '#main/orchestrators/lamp/manifest.ts';
          export const manifests = [lampManifest, other];`,
      },
      [`${lampDoor}: "lamp" is in the list 2 times: leave one in ${list}`],
    ],
    [
      'a list that is spread from elsewhere',
      { [list]: 'export const manifests = [...others];' },
      [
        `${list}: this entry is not the name of a manifest: list each manifest by its own name`,
        `${lampDoor}: "lamp" is not in the list: add its manifest to ${list}`,
      ],
    ],
    [
      'an orchestrator that is declared outside a manifest',
      {
        'src/main/composition/extra.ts': `
          import { defineOrchestrator as define } from '#core/index.ts';
          export const extra = define({ id: 'extra', sections: [] });`,
        [list]: `
          import { lampManifest } from '#main/orchestrators/lamp/manifest.ts';
          import { extra } from './extra.ts';
          export const manifests = [lampManifest, extra];`,
      },
      [
        'src/main/composition/extra.ts: an orchestrator is declared outside a manifest: move it to the manifest.ts of its folder',
      ],
    ],
    [
      'two orchestrators in one manifest',
      {
        [lampDoor]: `${lamp} export const second = defineOrchestrator({ id: 'second', sections: [] });`,
        [list]: `
          import { lampManifest, second } from '#main/orchestrators/lamp/manifest.ts';
          export const manifests = [lampManifest, second];`,
      },
      [`${lampDoor}: this manifest declares several orchestrators: give each its own folder`],
    ],
    [
      'a section that no manifest lists',
      { 'src/main/orchestrators/lamp/more.ts': section('more', 'lamp.more') },
      [
        'src/main/orchestrators/lamp/more.ts: the section "lamp.more" is in no manifest: list it in the manifest of its owner',
      ],
    ],
    [
      'a section that composition declares',
      { 'src/main/composition/lamp-section.ts': section('more', 'lamp.more') },
      [
        'src/main/composition/lamp-section.ts: the section "lamp.more" is in no manifest: list it in the manifest of its owner',
      ],
    ],
    [
      'a section under another name of the declaring function',
      {
        'src/main/gateway/more.ts': `import { declareSection as d } from '#core/index.ts'; export const more = d({ path: 'more' });`,
      },
      [
        'src/main/gateway/more.ts: the section "more" is in no manifest: list it in the manifest of its owner',
      ],
    ],
    [
      'a section that is declared outside the folder of its owner',
      {
        [lampSections]: `export { lampSection } from '#main/gateway/lamp-section.ts';`,
        'src/main/gateway/lamp-section.ts': section('lampSection', 'lamp'),
      },
      [`${lampDoor}: the section "lamp" is declared outside its owner's folder: move it beside the manifest`],
    ],
    [
      'a section that is listed twice',
      { [lampDoor]: lamp.replace('[lampSection]', '[lampSection, lampSection]') },
      [`${lampSections}: the section "lamp" is listed 2 times: leave it in one manifest`],
    ],
    [
      'two sections at one path',
      {
        [lampDoor]: lamp.replaceAll('lampSection', 'lampSection, second'),
        [lampSections]: `${section('lampSection', 'lamp')} export const second = declareSection({ path: 'lamp' });`,
      },
      [`${lampSections}: the section "lamp" is declared twice: give one of them another path`],
    ],
    [
      'a section at a path of another orchestrator',
      { [lampSections]: section('lampSection', 'lamps.bulb') },
      [`${lampSections}: the path of a section of "lamp" is "lamp" or begins with "lamp."`],
    ],
    [
      'a section that is made without declareSection',
      { [lampSections]: `export const lampSection = { path: 'lamp', schema };` },
      [
        `${lampDoor}: its sections can't be determined: list each by the name of a constant from declareSection`,
      ],
    ],
    [
      'sections that are spread from elsewhere',
      { [lampDoor]: lamp.replace('[lampSection]', '[...sections]') },
      [
        `${lampDoor}: its sections can't be determined: list each by the name of a constant from declareSection`,
        `${lampSections}: the section "lamp" is in no manifest: list it in the manifest of its owner`,
      ],
    ],
    [
      'something else in a list of another file that is spread, where it stands',
      {
        [lampDoor]: lamp.replaceAll('[lampSection]', '[...lampSection]'),
        [lampSections]: `export const lampSection = [{ path: 'lamp' }];`,
      },
      [
        `${lampSections}: its sections can't be determined: list each by the name of a constant from declareSection`,
      ],
    ],
    [
      'an import past a manifest',
      { 'src/main/composition/peek.ts': `import type { Lamp } from '#main/orchestrators/lamp/sections.ts';` },
      [`src/main/composition/peek.ts: ${lampSections} is behind a manifest: import ${lampDoor}`],
    ],
    [
      'a dynamic import past a manifest, by another orchestrator',
      {
        'src/main/orchestrators/desk/manifest.ts': `
          import { defineOrchestrator } from '#core/index.ts';
          export const desk = defineOrchestrator({ id: 'desk', sections: [], create: () => import('../lamp/sections.ts') });`,
        [list]: `
          import { lampManifest } from '#main/orchestrators/lamp/manifest.ts';
          import { desk } from '#main/orchestrators/desk/manifest.ts';
          export const manifests = [lampManifest, desk];`,
      },
      [`src/main/orchestrators/desk/manifest.ts: ${lampSections} is behind a manifest: import ${lampDoor}`],
    ],
  ])('finds %s', (_, change, findings) => {
    expect(audit(change)).toEqual(findings);
  });
});
