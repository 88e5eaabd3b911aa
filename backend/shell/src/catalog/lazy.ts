import { type AsyncComponentLoader, type Component, defineAsyncComponent } from "vue";
import SkeletonLines from "@/components/SkeletonLines.vue";
import OutdatedNotice from "./OutdatedNotice.vue";

/** A part that comes when it is needed: something stands in its place meanwhile, and a notice if it does not come. */
export function lazy(loader: AsyncComponentLoader): Component {
  return defineAsyncComponent({ loader, delay: 0, loadingComponent: SkeletonLines, errorComponent: OutdatedNotice });
}
