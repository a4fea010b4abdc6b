import { parseSync, Visitor, type Node as AstNode } from 'oxc-parser';

/** A violation of Electron's security checklist in the source. */
export interface Finding {
  /** Number in Electron's checklist; 0 when a file cannot be parsed. */
  readonly item: number;
  readonly file: string;
  readonly message: string;
}

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Settings of a page with their allowed values; a value that is not a literal counts as wrong. */
const settings: ReadonlyMap<string, { readonly item: number; readonly allowed: boolean | null }> = new Map([
  ['nodeIntegration', { item: 2, allowed: false }],
  ['nodeIntegrationInWorker', { item: 2, allowed: false }],
  ['nodeIntegrationInSubFrames', { item: 2, allowed: false }],
  ['contextIsolation', { item: 3, allowed: true }],
  ['sandbox', { item: 4, allowed: true }],
  ['webSecurity', { item: 6, allowed: true }],
  ['allowRunningInsecureContent', { item: 8, allowed: false }],
  ['experimentalFeatures', { item: 9, allowed: false }],
  ['enableBlinkFeatures', { item: 10, allowed: null }],
  ['disableBlinkFeatures', { item: 10, allowed: null }],
  ['webviewTag', { item: 11, allowed: false }],
  ['allowpopups', { item: 11, allowed: false }],
  ['bypassCSP', { item: 7, allowed: false }],
]);

/** Members of Electron with the only file that may use them; `null` for none. */
const restricted: ReadonlyMap<
  string,
  { readonly item: number; readonly file: string | null; readonly why: string }
> = new Map([
  ['openExternal', { item: 15, file: 'guard-pages.ts', why: 'links open through the checked wrapper only' }],
  ['handle', { item: 18, file: 'electron-host.ts', why: 'only the page handler serves the app scheme' }],
  [
    'loadURL',
    { item: 1, file: 'main-window.ts', why: 'only the main window loads a page, and only its own' },
  ],
  ['loadFile', { item: 18, file: null, why: 'pages come from the app scheme, never from a file' }],
  [
    'registerFileProtocol',
    { item: 18, file: null, why: 'pages come from the app scheme, never from a file' },
  ],
  [
    'executeJavaScript',
    { item: 20, file: 'page-probe.ts', why: 'nothing is run in the page but its own files and one probe' },
  ],
  ['exposeInMainWorld', { item: 20, file: null, why: 'the page gets one message port and nothing else' }],
  ['exposeInIsolatedWorld', { item: 20, file: null, why: 'the page gets one message port and nothing else' }],
  ['setIgnoreCertificateErrors', { item: 1, file: null, why: 'certificates are always checked' }],
  ['setCertificateVerifyProc', { item: 1, file: null, why: 'certificates are always checked' }],
]);

/** Values of Electron with the only file that may import them. Types may be imported anywhere. */
const importedOnce: ReadonlyMap<string, string> = new Map([
  ['ipcMain', 'electron-host.ts'],
  ['shell', 'electron-host.ts'],
  ['BrowserWindow', 'electron-host.ts'],
  ['session', 'electron-host.ts'],
  ['protocol', 'electron-host.ts'],
]);

const switches = new Set([
  'no-sandbox',
  'disable-web-security',
  'ignore-certificate-errors',
  'allow-running-insecure-content',
  'remote-debugging-port',
]);

/** The file with the addresses that the self-check tries at run time and that must be refused. */
const trials = 'self-check/guard-items.ts';

const nameOf = (node: AstNode): string | null => {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
};

const isFile = (path: string, name: string): boolean => path === name || path.endsWith(`/${name}`);

/** Checks a file. A file that does not parse is a finding, since it cannot be checked. */
export const checkFile = ({ path, text }: SourceFile): Finding[] => {
  const findings: Finding[] = [];
  const add = (item: number, message: string): void => {
    findings.push({ item, file: path, message });
  };
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) {
    add(0, `does not parse: ${errors[0]?.message ?? 'unknown error'}`);
    return findings;
  }

  const checkSetting = (key: string | null, value: AstNode): void => {
    const rule = key === null ? undefined : settings.get(key);
    if (!rule) return;
    const written = value.type === 'Literal' ? value.value : undefined;
    if (rule.allowed === null || written !== rule.allowed)
      add(rule.item, `${key} must ${rule.allowed === null ? 'not be set' : `be ${rule.allowed}`}`);
  };
  const checkMember = (name: string | null): void => {
    const rule = name === null ? undefined : restricted.get(name);
    if (rule && (rule.file === null || !isFile(path, rule.file))) add(rule.item, `${name}: ${rule.why}`);
  };
  const isPreload = path.startsWith('src/preload/');

  new Visitor({
    Property: (node) => {
      if (node.value.type !== 'AssignmentPattern') checkSetting(nameOf(node.key), node.value);
    },
    AssignmentExpression: (node) => {
      if (node.left.type === 'MemberExpression') checkSetting(nameOf(node.left.property), node.right);
    },
    MemberExpression: (node) => checkMember(nameOf(node.property)),
    CallExpression: (node) => {
      const callee = node.callee;
      const method = callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee);
      const [first, second] = node.arguments;
      if (method === 'appendSwitch' && first && switches.has(nameOf(first) ?? ''))
        add(4, `the switch ${nameOf(first)} weakens the page`);
      const grants = second?.type === 'ArrowFunctionExpression' || first?.type === 'ArrowFunctionExpression';
      if (method === 'setWindowOpenHandler' && grants && text.slice(node.start, node.end).includes("'allow'"))
        add(14, 'a window may be opened');
      if (method === 'eval') add(7, 'text is run as code');
      if (method === 'require' && nameOf(first ?? node) === 'electron' && !isPreload)
        add(17, 'electron is required, past the rules for its imports');
    },
    NewExpression: (node) => {
      if (nameOf(node.callee) === 'Function') add(7, 'text is run as code');
    },
    ImportDeclaration: (node) => {
      if (node.source.value !== 'electron' || node.importKind === 'type') return;
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier') {
          add(17, 'electron is imported whole, past the rules for its parts');
          continue;
        }
        if (specifier.importKind === 'type') continue;
        const name = nameOf(specifier.imported);
        const only = name === null ? undefined : importedOnce.get(name);
        if (only !== undefined && !isFile(path, only)) add(17, `${name} may be imported in ${only} only`);
        if (isPreload && name !== 'ipcRenderer') add(20, `the preload needs no ${name}`);
      }
    },
    ImportExpression: (node) => {
      if (nameOf(node.source) === 'electron')
        add(17, 'electron is imported lazily, past the rules for its parts');
    },
    Literal: (node) => {
      if (typeof node.value !== 'string' || isFile(path, trials)) return;
      if (/^http:\/\/./.test(node.value)) add(1, `plain http: ${node.value.slice(0, 60)}`);
      if (node.value.startsWith('file://')) add(18, 'a page from a file');
      if (/<webview/i.test(node.value)) add(12, 'a webview');
    },
    TemplateElement: (node) => {
      if (node.value.raw.startsWith('http://')) add(1, 'plain http');
      if (/<webview/i.test(node.value.raw)) add(12, 'a webview');
    },
  }).visit(program);
  return findings;
};

/** Guards that the host must have, with their files; a missing guard is a finding. */
const required: readonly {
  readonly item: number;
  readonly file: string;
  readonly text: RegExp;
  readonly what: string;
}[] = [
  { item: 4, file: 'electron-host.ts', text: /app\.enableSandbox\(\)/, what: 'every renderer is sandboxed' },
  {
    item: 2,
    file: 'main-window.ts',
    text: /nodeIntegration: false/,
    what: 'the window states that it has no Node',
  },
  {
    item: 3,
    file: 'main-window.ts',
    text: /contextIsolation: true/,
    what: 'the window states its isolation',
  },
  {
    item: 5,
    file: 'permissions.ts',
    text: /setPermissionRequestHandler\(/,
    what: 'permission requests are answered',
  },
  {
    item: 5,
    file: 'permissions.ts',
    text: /setPermissionCheckHandler\(/,
    what: 'permission checks are answered',
  },
  { item: 5, file: 'permissions.ts', text: /setDevicePermissionHandler\(/, what: 'devices are refused' },
  {
    item: 5,
    file: 'permissions.ts',
    text: /setDisplayMediaRequestHandler\(/,
    what: 'screen capture is refused',
  },
  { item: 5, file: 'page-guards.ts', text: /'session-created'/, what: 'every session is guarded' },
  {
    item: 7,
    file: 'page-handler.ts',
    text: /'content-security-policy': buildContentSecurityPolicy/,
    what: 'documents carry a policy',
  },
  { item: 12, file: 'navigation-guard.ts', text: /'will-attach-webview'/, what: 'webviews are refused' },
  { item: 13, file: 'navigation-guard.ts', text: /'will-navigate'/, what: 'navigation is guarded' },
  { item: 13, file: 'navigation-guard.ts', text: /'will-frame-navigate'/, what: 'frames are guarded' },
  { item: 13, file: 'navigation-guard.ts', text: /'will-redirect'/, what: 'redirects are guarded' },
  { item: 13, file: 'page-guards.ts', text: /'web-contents-created'/, what: 'every page is guarded' },
  { item: 14, file: 'navigation-guard.ts', text: /action: 'deny'/, what: 'windows are refused' },
  {
    item: 15,
    file: 'external-links.ts',
    text: /checkExternalLink\(address, linkedHosts\)/,
    what: 'links are checked',
  },
  {
    item: 17,
    file: 'contract-channel.ts',
    text: /checkSender\(event, args, origin\)/,
    what: 'senders are judged',
  },
  {
    item: 18,
    file: 'electron-host.ts',
    text: /registerSchemesAsPrivileged\(/,
    what: 'the page has its own scheme',
  },
];

/** Checks main and preload against the checklist: nothing forbidden is present, and every guard is. */
export const checkSecurity = (files: readonly SourceFile[]): Finding[] => [
  ...files.flatMap(checkFile),
  ...required.flatMap(({ item, file, text, what }) => {
    const found = files.find((each) => each.path === `src/main/hosts/electron/${file}`);
    return found && text.test(found.text) ? [] : [{ item, file, message: `missing: ${what}` }];
  }),
];
