// The same as prism.mjs, at another level.
import "./prism.mjs";
