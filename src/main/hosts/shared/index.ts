export { holdHome, homePath, type HeldHome } from './home.ts';
export {
  applyNonce,
  buildContentSecurityPolicy,
  NONCE_PLACEHOLDER,
  securityHeaders,
} from './content-security-policy.ts';
export { readAsset, resolveAsset, type Asset } from './static-assets.ts';
