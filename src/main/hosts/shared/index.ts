export type { Application, BuildApplication } from './application.ts';
export { DockDesk, type DockKeeper } from './dock-desk.ts';
export { holdHome, homePath, type HeldHome } from './home.ts';
export { applyNonce, buildContentSecurityPolicy, securityHeaders } from './content-security-policy.ts';
export { contentTypeOf, readAsset, resolveAsset, type Asset } from './static-assets.ts';
export { recordRejection, reportCrash, type ReportHostEvent } from './uncaught.ts';
