import type { ComponentType } from 'react';
import type { ComponentView } from '#shared/model/index.ts';

/** Controls that the inspector of some components shows above their health. A platform declares them; the app lists them. */
export interface ComponentPanel {
  /** True for the components that have these controls. */
  readonly fits: (component: ComponentView) => boolean;
  readonly Panel: ComponentType<{ readonly component: ComponentView }>;
}
