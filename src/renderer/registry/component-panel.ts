import type { ComponentType } from 'react';
import type { ComponentView } from '#shared/model/index.ts';

/**
 * Controls that the inspector shows above the health of some components. A platform declares them; the app
 * lists them.
 */
export interface ComponentPanel {
  /** True for the components that have these controls. */
  readonly fits: (component: ComponentView) => boolean;
  readonly Panel: ComponentType<{ readonly component: ComponentView }>;
}
